"""The borrower's view in a real browser: search, pick, picture and words, a month more, a number that is none."""

from playwright.sync_api import Browser, expect

from tests.helpers.visits import Visit

LIFE = "[data-figure=life]"


def opened(visit: Visit, months: int = 3) -> None:
    for month in range(1, months + 1):
        visit.press("Step")
        visit.stands_at(month)
    visit.page.get_by_role("tab", name="Borrower").click()
    expect(visit.page.locator(".dash-find")).to_be_visible()


def drawn(visit: Visit, months: int) -> None:
    visit.page.locator(LIFE).scroll_into_view_if_needed()
    length = f"document.querySelector('{LIFE}')?.data?.[0]?.x?.length"
    visit.page.wait_for_function(f"() => {length} === {months}")


def test_search_pick_and_a_story_that_grows(visit: Visit) -> None:
    opened(visit)
    found = visit.page.locator(".dash-found button")
    before = found.first.inner_text()
    visit.page.get_by_role("button", name="Search, of 2,000 borrowers").first.click()
    visit.page.get_by_role("option", name="out of work").click()
    expect(found.first).not_to_have_text(before)
    before = found.first.inner_text()
    visit.press("Others")
    expect(found.first).not_to_have_text(before)
    number = found.first.inner_text().split(":")[0].strip()
    found.first.click()
    expect(visit.page.locator(".dash-name")).to_have_text(f"Borrower {number}")
    expect(visit.page.locator(".story-facts")).to_contain_text("End of month 3")
    expect(visit.page.locator(".story-facts")).to_contain_text("out of work")
    drawn(visit, 3)
    visit.press("Step")
    expect(visit.page.locator(".story-facts")).to_contain_text("End of month 4")
    drawn(visit, 4)
    expect(visit.page.locator(".dash-name")).to_have_text(f"Borrower {number}")


def test_a_number_that_is_none_gets_a_message_and_the_page_goes_on(visit: Visit) -> None:
    opened(visit, 1)
    for text, message in (
        ("2000", "borrower: 2000 is not allowed; give a whole number from 0 to 1,999"),
        ("me", "borrower: 'me' is no number"),
    ):
        visit.choose("Number, 0 to 1,999, and Enter", text)
        expect(visit.page.get_by_role("alert")).to_contain_text(message)
    visit.choose("Number, 0 to 1,999, and Enter", "17")
    expect(visit.page.locator(".dash-name")).to_have_text("Borrower 17")
    expect(visit.page.get_by_role("alert")).to_have_count(0)
    visit.press("Reset")
    visit.stands_at(0)
    visit.press("Step")
    visit.stands_at(1)
    expect(visit.page.locator(".story-facts")).to_contain_text("End of month 1")


def test_both_languages_and_a_small_dark_screen(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, 420, "dark")
    visit.press("Controls")
    visit.press("Step")
    visit.stands_at(1)
    visit.page.mouse.click(410, 700)
    expect(visit.page.get_by_role("tab", name="Borrower")).to_be_visible()
    assert visit.page.evaluate("document.querySelector('.dash').scrollWidth") <= 420
    visit.press("中文")
    visit.page.get_by_role("tab", name="借款人").click()
    visit.choose("编号,0至1,999,回车", "17")
    expect(visit.page.locator(".dash-name")).to_have_text("借款人17")
    drawn(visit, 1)
    assert visit.page.evaluate("document.querySelector('.dash').scrollWidth") <= 420
    visit.close()
