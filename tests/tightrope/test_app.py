"""The dashboard in a real browser: play, step, reset, events, languages, themes, errors, and nothing from outside."""

import re

from playwright.sync_api import Browser, expect

from tests.helpers.visits import LATE, Visit


def test_step_play_and_reset(visit: Visit) -> None:
    visit.press("Step")
    visit.stands_at(1)
    visit.draws(1)
    play = visit.page.get_by_role("button", name="Play or pause")
    play.click()
    visit.draws(4)
    play.click()
    expect(visit.page.get_by_role("button", name="Step", exact=True)).to_be_enabled()
    visit.press("Reset")
    visit.stands_at(0)
    expect(visit.page.locator(LATE)).to_have_count(0)


def test_an_event_is_told_and_parts_the_market_from_its_twin(visit: Visit) -> None:
    visit.press("Step")
    visit.stands_at(1)
    tile = visit.page.locator("[data-measure=limit_mean] .apart")
    expect(tile).to_have_text("same as the twin")
    visit.press("Limits of 1/3 of income")
    told = visit.page.locator(".dash-timeline li.next")
    expect(told).to_contain_text("From month 2: the highest total limit of one borrower")
    visit.press("Step")
    visit.stands_at(2)
    expect(tile).to_contain_text("−")


def test_bands_of_worlds_come_and_go_with_their_switch(visit: Visit) -> None:
    band = visit.page.locator("[data-figure=default_rates] .legendtext", has_text="nine in ten of 20 worlds")
    visit.press("Step")
    visit.draws(1)
    expect(band).to_have_count(0)
    switch = visit.page.get_by_role("checkbox", name=re.compile("^Bands: "))
    switch.press("Space")
    expect(band).to_have_count(1)
    visit.press("Step")
    visit.stands_at(2)
    expect(band).to_have_count(1)
    switch.press("Space")
    expect(band).to_have_count(0)


def test_policy_is_set_from_next_month_by_keyboard(visit: Visit) -> None:
    apply = visit.page.get_by_role("button", name="Set from month 1 on")
    expect(apply).to_be_disabled()
    knob = visit.page.locator("[role=slider][aria-label^='Openness about reasons']")
    knob.focus()
    knob.press("ArrowRight")
    expect(apply).to_be_enabled()
    apply.press("Enter")
    expect(visit.page.locator(".dash-timeline li.next")).to_contain_text("from 0.40 to 0.41")
    expect(apply).to_be_disabled()


def test_a_slider_that_follows_the_market_is_not_taken_for_a_wish(visit: Visit) -> None:
    visit.press("Guidance to tighten")
    expect(visit.page.locator(".dash-timeline li.next")).to_contain_text("From month 1, over 3 months")
    for _ in range(4):
        visit.press("Step")
    visit.stands_at(4)
    knob = visit.page.locator("[role=slider][aria-label^='Regulator']")
    expect(knob).to_have_attribute("aria-valuenow", "0.8")
    expect(visit.page.locator(".dash-knob.touched")).to_have_count(0)


def test_choices_wait_for_reset_and_an_error_does_not_end_the_page(visit: Visit) -> None:
    visit.choose("Seed", "many")
    visit.stands_at(0)
    visit.press("Reset")
    expect(visit.page.get_by_text("seed: 'many' is no number; give a whole number")).to_be_visible()
    visit.choose("Seed", "7")
    visit.press("Reset")
    expect(visit.page.locator(".dash-head")).to_contain_text("seed 7")
    visit.page.get_by_role("button", name="Scenario", exact=False).first.click()
    visit.page.get_by_role("option", name="boom-and-bust", exact=True).click()
    visit.press("Reset")
    expect(visit.page.locator("h1")).to_have_text("Boom and bust")
    visit.press("Step")
    visit.draws(1)


def test_language_and_theme(visit: Visit) -> None:
    visit.press("Step")
    visit.draws(1)
    tick = visit.page.locator(f"{LATE} .xtick text").first
    light = tick.evaluate("element => getComputedStyle(element).fill")
    visit.page.get_by_role("button", name="Light, dark or as the system").click()
    expect(tick).not_to_have_css("fill", light)
    visit.press("中文")
    expect(visit.page.locator("h1")).to_have_text("监管收紧")
    expect(visit.page.get_by_role("tab").first).to_have_text("总览")
    expect(visit.page.get_by_role("button", name=re.compile("单步"))).to_be_enabled()


def test_every_view_is_drawn_on_a_small_dark_screen(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, 420, "dark")
    expect(visit.page.locator(".v-overlay--active")).to_have_count(0)
    visit.press("Controls")
    visit.press("Step")
    visit.stands_at(1)
    visit.page.mouse.click(410, 700)  # beside the controls, which then leave
    expect(visit.page.locator(".v-overlay--active")).to_have_count(0)
    visit.press("Controls")
    expect(visit.page.locator(".v-overlay--active")).to_have_count(1)
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator(".v-overlay--active")).to_have_count(0)
    for tab, first in (("Overview", "default_rates"), ("Platform", "economy"), ("Credit risk", "due_date")):
        visit.page.get_by_role("tab", name=tab).click()
        plots = visit.page.locator(".dashboard-plot")
        expect(plots.first).to_have_attribute("data-figure", first)
        assert plots.count() >= 6
        for number in range(plots.count()):
            plots.nth(number).evaluate("plot => plot.scrollIntoView()")
            expect(plots.nth(number).locator(".main-svg").first).to_be_visible()
        assert visit.page.evaluate("document.querySelector('.dash').scrollWidth") <= 420
    visit.close()


def test_pages_do_not_share_a_market(visit: Visit, browser: Browser, address: str) -> None:
    other = Visit(browser, address)
    visit.press("Step")
    visit.stands_at(1)
    visit.press("Payment outage")
    expect(visit.page.locator(".dash-timeline li.next")).to_contain_text("payments on the due date")
    other.stands_at(0)
    other.press("Step")
    other.stands_at(1)
    expect(other.page.locator(".dash-timeline li.next")).to_have_count(0)
    other.close()
