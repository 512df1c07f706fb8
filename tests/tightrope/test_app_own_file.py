"""A file of one's own in a real browser: brought or dropped, chosen, refused with its own lines, in Chinese."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect

from tests.helpers.visits import Visit

OUTCOME = ".dash-outcome"
STORY = 'base = "baseline"\ntitle = "Mine"\n[[events]]\nmonth = 2\nset = { guidance = 0.6 }\n'
DROP = """([content, name]) => {
    const data = new DataTransfer();
    data.items.add(new File([content], name));
    for (const kind of ["dragover", "drop"])
        document.querySelector(".dash-own").dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true}));
}"""


def bring(visit: Visit, name: str, content: str) -> None:
    """Choose a file as whoever presses the button does."""
    with visit.page.expect_file_chooser() as chooser:
        visit.press("Choose a file, or drop it here")
    chooser.value.set_files({"name": name, "mimeType": "", "buffer": content.encode()})


def test_a_scenario_is_brought_chosen_and_begun_with_reset(visit: Visit) -> None:
    bring(visit, "mine.toml", STORY)
    expect(visit.page.locator(OUTCOME)).to_have_text("mine.toml is chosen; Reset begins with it.")
    expect(visit.page.locator("h1")).to_have_text("Regulatory squeeze")
    visit.press("Reset")
    expect(visit.page.locator("h1")).to_have_text("Mine")
    visit.page.get_by_role("button", name="Scenario", exact=False).first.click()
    visit.page.get_by_role("option", name="boom-and-bust", exact=True).click()
    visit.press("Reset")
    expect(visit.page.locator("h1")).to_have_text("Boom and bust")
    bring(visit, "mine.toml", STORY.replace("Mine", "Mine anew"))
    expect(visit.page.locator(OUTCOME)).to_contain_text("is chosen")
    visit.press("Reset")
    expect(visit.page.locator("h1")).to_have_text("Mine anew")


def test_a_book_is_dropped_and_refused_with_its_own_lines(visit: Visit) -> None:
    rows = "5000,100\n9000,0\n" * 30
    visit.page.evaluate(DROP, [f"limit_paylater,balance_paylater\n{rows}1,-5\n", "mine.csv"])
    expect(visit.page.locator(OUTCOME)).to_contain_text("line 62, balance_paylater = '-5': is negative")
    visit.page.evaluate(DROP, [f"limit_paylater,balance_paylater\n{rows}", "mine.csv"])
    expect(visit.page.locator(OUTCOME)).to_have_text("mine.csv is chosen; Reset begins with it.")
    visit.press("Reset")
    expect(visit.page.locator(".dash-head")).to_contain_text("book mine.csv@")


def test_in_chinese_on_a_small_dark_screen(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, 420, "dark")
    visit.press("中文")
    visit.page.get_by_role("button", name="控制面板").click()
    visit.page.locator(".dash-own input").set_input_files({"name": "x.exe", "mimeType": "", "buffer": b"x"})
    expect(visit.page.locator(OUTCOME)).to_contain_text("x.exe: a scenario is a .toml file")
    visit.page.locator(".dash-own input").set_input_files(
        {"name": "我的.toml", "mimeType": "", "buffer": STORY.encode()}
    )
    expect(visit.page.locator(OUTCOME)).to_have_text("已选我的.toml,点击重置后生效。")
    assert visit.page.evaluate("document.querySelector('.v-navigation-drawer').scrollWidth") <= 420
    visit.close()


@pytest.mark.parametrize(
    ("form", "name", "what", "ending"),
    [("Scenario", "boom-and-bust", "story", "toml"), ("Book: who borrows", "taiwan", "book", "csv")],
)
def test_a_path_sent_in_place_of_a_name_opens_no_file(
    browser: Browser, address: str, tmp_path: Path, form: str, name: str, what: str, ending: str
) -> None:
    secret = tmp_path / f"secret.{ending}"
    secret.write_text("password = 'hunter2'\n")
    heard: list[str] = []

    def forge(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        route.on_message(lambda said: server.send(str(said).replace(f'"v_model":"{name}"', f'"v_model":"{secret}"')))

        def pass_on(said: str | bytes) -> None:
            heard.append(str(said))
            route.send(said)

        server.on_message(pass_on)

    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    page.route_web_socket("**/jupyter/**", forge)
    page.goto(address)
    page.get_by_role("button", name=form).first.click()
    page.get_by_role("option", name=name, exact=True).click()
    page.get_by_role("button", name="Reset", exact=True).click()
    expect(page.locator(".dash")).to_contain_text(f"{what}: this page has no '{secret}'")
    assert len(heard) > 10 and "hunter2" not in "".join(heard)
    page.close()
