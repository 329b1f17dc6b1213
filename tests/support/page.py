"""Parts of the page, for tests in a browser."""

from mlgraph.text.plan import describe_costs

SECONDS = 30  # timeout for a busy machine
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


def total(plan):
    return describe_costs(plan)


def box(page, name):
    return page.locator(f'.box[data-id="{name}"]')


def route(page):
    return {each.get_attribute("data-id") for each in page.locator(".box.on").all()}


def open_wishes(page):
    page.get_by_role("button", name="My skills and wishes").click()


def close_drawer(page):
    page.get_by_role("button", name="Close").click()
