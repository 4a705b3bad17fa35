"""The browser is a real one."""


def test_chromium_runs_scripts(page):
    page.set_content("<button onclick=\"this.textContent = 'Ordered'\">Order</button>")
    page.get_by_role("button").click()
    assert page.get_by_role("button").text_content() == "Ordered"


def test_each_test_has_a_fresh_profile(page):
    assert page.context.cookies() == []
