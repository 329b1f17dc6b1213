"""Parts of the page, for tests in a browser."""

from mlgraph.text.plan import describe_costs

SECONDS = 30  # timeout for a busy machine
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
# the sizes of all texts on the page, those of the map in pixels of the screen
SIZES = """() => {
    const scale = document.getElementById("picture").getScreenCTM().a;
    const size = (made, by) => parseFloat(getComputedStyle(made).fontSize) * by;
    const found = [...document.querySelectorAll("body *")].filter((made) => made.checkVisibility()
        && !made.closest(".unseen") && [...made.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
    return {
        name: found.filter((made) => made.matches("#picture .name")).map((made) => size(made, scale)),
        other: found.filter((made) => !made.matches("#picture .name"))
            .map((made) => size(made, made.closest("#picture") ? scale : 1)),
    };
}"""
# the controls that are smaller than a size, and those that cover each other
TOO_SMALL = """(least) => {
    const names = "button, a:not(.skip), summary, textarea, input:not([type=radio], [type=checkbox]), .by label, .box[data-id], .tick, .option, [role=option]";
    const made = [...document.querySelectorAll(names)].filter((made) => made.checkVisibility() && !made.closest(".unseen"));
    const frames = made.map((each) => [each, each.getBoundingClientRect()]);
    const tell = (each) => each.outerHTML.slice(0, 90);
    const small = frames.filter(([, frame]) => frame.height < least || frame.width < least)
        .map(([each, frame]) => `${tell(each)} ${frame.width} ${frame.height}`);
    const links = frames.filter(([each]) => each.matches(".link, .rows a, #node a"));
    const place = (each) => each.closest("#drawer, #plan");
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5;
    const covered = links.flatMap(([a, one], at) => links.slice(at + 1).filter(([b, other]) => meet(one, other))
        .filter(([b]) => place(a) === place(b)).map(([b]) => `${tell(a)} covers ${tell(b)}`));
    return [...small, ...covered];
}"""


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
