"""The view Network in a real browser: drawn after a step, it tells of a borrower on hover, and a click picks one."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.helpers.visits import Visit

PLOT = "[data-figure=network]"
PEOPLE = f"document.querySelector('{PLOT}').data.find(trace => trace.customdata)"
PLACE = f"""number => {{
    const plot = document.querySelector('{PLOT}'), people = {PEOPLE}, at = people.customdata.indexOf(number);
    const box = plot.querySelector('.nsewdrag').getBoundingClientRect(), sheet = plot._fullLayout;
    return [box.left + sheet.xaxis.d2p(people.x[at]), box.top + sheet.yaxis.d2p(people.y[at])];
}}"""


@pytest.fixture
def network(visit: Visit) -> Visit:
    visit.press("Step")
    visit.stands_at(1)
    visit.page.get_by_role("tab", name="Network").click()
    show(visit)
    return visit


def show(visit: Visit) -> None:
    visit.page.locator(PLOT).evaluate("plot => plot.scrollIntoView({block: 'center'})")
    expect(visit.page.locator(f"{PLOT} .main-svg").first).to_be_visible()


def somebody(visit: Visit) -> int:
    """Return a borrower whom no other mark stands close to."""
    return int(
        visit.page.evaluate(
            f"""() => {{
            const p = {PEOPLE}, apart = (i, j) => i == j ? 9 : Math.hypot(p.x[i] - p.x[j], p.y[i] - p.y[j]);
            const room = p.x.map((_, i) => Math.min(...p.x.map((_, j) => apart(i, j))));
            return p.customdata[room.indexOf(Math.max(...room))];
        }}"""
        )
    )


def test_a_borrower_is_told_on_hover_and_picked_by_a_click(network: Visit) -> None:
    page, number = network.page, somebody(network)
    assert page.evaluate(f"{PEOPLE}.x.length") == 300
    x, y = page.evaluate(PLACE, number)
    page.mouse.move(x, y)
    told = page.locator(f"{PLOT} .hoverlayer .hovertext")
    expect(told).to_contain_text(f"Borrower {number:,}")
    expect(told).to_contain_text(re.compile(r"friends?, .* late or written off"))
    page.mouse.click(x, y)
    expect(page.locator("[data-picked]")).to_have_attribute("data-picked", str(number))
    network.press("Read this borrower's months")
    expect(page.locator(".dash-name")).to_have_text(f"Borrower {number:,}")
    expect(page.locator(".story-facts")).to_contain_text("End of month 1")


def test_a_borrower_is_found_by_keyboard(network: Visit) -> None:
    entry = network.page.get_by_label("A borrower of the picture")
    entry.focus()
    entry.press("ArrowDown")
    entry.press("ArrowDown")
    entry.press("Enter")
    expect(network.page.locator("[data-picked]")).to_have_attribute("data-picked", re.compile(r"^\d+$"))


def test_another_part_and_another_colour_are_drawn_and_marks_stay_where_they_are(network: Visit) -> None:
    page = network.page
    where = page.evaluate(f"{PEOPLE}.x")
    page.get_by_role("button", name="trust against the twin").click()
    page.wait_for_function(f"{PEOPLE}.marker.cmin < 0")
    network.press("Step")
    network.stands_at(2)
    assert page.evaluate(f"{PEOPLE}.x") == where
    network.press("Draw another part")
    page.wait_for_function(f"before => {PEOPLE}.x[0] != before", arg=where[0])
    expect(page.locator(".dash-told").first).to_contain_text("300 of 2,000 borrowers")


def test_the_network_fits_a_small_dark_screen_in_chinese(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, 420, "dark")
    visit.press("中文")
    visit.page.get_by_role("button", name="控制面板").click()
    visit.page.get_by_role("button", name="单步").click()
    expect(visit.page.locator(".dash-head")).to_contain_text("第1月")
    visit.page.mouse.click(410, 700)
    expect(visit.page.locator(".v-overlay--active")).to_have_count(0)
    visit.page.get_by_role("tab", name="网络").click()
    show(visit)
    expect(visit.page.locator(".dash-told").first).to_contain_text("名借款人中的300名")
    assert visit.page.evaluate("document.querySelector('.dash').scrollWidth") <= 420
    visit.close()
