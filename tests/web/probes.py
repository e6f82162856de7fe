"""What a browser can see wrong with a page; each answer names what it found, empty is good."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Locator, Page

PHONE = {"width": 360, "height": 740}
# WCAG 2.2, 1.4.12: what a reader may set.
SPREAD = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"""
NAMED = "const named = one => (one.outerHTML.match(/^<[^>]*>/) || [''])[0].slice(0, 120);"
TOO_WIDE = """() => { %s
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    return [...document.body.querySelectorAll('*')]
        .filter(one => one.getBoundingClientRect().right > wide + 0.5).map(named);
}"""
CUT_OFF = """() => { %s
    return [...document.body.querySelectorAll('*:not(.unseen):not(svg *)')].filter(one => {
        const style = getComputedStyle(one);
        if (style.clipPath !== 'none') return false;  // only heard, not seen
        if (one.matches('input')) return false;  // what is typed scrolls in its box
        if (style.overflowX === 'visible' && style.overflowY === 'visible') return false;
        return one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
    }).map(named);
}"""
MOVING = """() => { %s
    const lasts = times => times.split(',').some(time => parseFloat(time) > 0);
    return [...document.querySelectorAll('*')].filter(one =>
        [null, '::before', '::after'].some(part => {
            const style = getComputedStyle(one, part);
            return lasts(style.transitionDuration) || style.scrollBehavior === 'smooth' ||
                (style.animationName !== 'none' && lasts(style.animationDuration));
        })).map(named);
}"""
SMALL = """() => { %s
    const seen = 'a:not(.skip), button, summary, input:not([type=hidden]), select';
    const within = one => one.parentElement.innerText.trim() !== one.innerText.trim();
    return [...document.querySelectorAll(seen)].filter(one => {
        const { width, height } = (one.closest('label') || one).getBoundingClientRect();
        if (!one.checkVisibility() || (height >= 24 && width >= 24)) return false;
        return !(getComputedStyle(one).display === 'inline' && within(one));
    }).map(named);
}"""
TO_REACH = """() => { %s
    const all = 'a[href], button, summary, input:not([type=hidden]), select, textarea';
    window.reached = [...document.querySelectorAll(all)]
        .filter(one => one.checkVisibility() && !one.disabled && one.tabIndex >= 0 &&
            (one.type !== 'radio' || one.checked));  // one stop a group
    return window.reached.map(named);
}"""
# Where the keyboard is now: its place among all, and whether a reader sees that.
FOCUSED = """() => {
    const one = document.activeElement;
    const { top, left, width, height } = one.getClientRects()[0];
    const style = getComputedStyle(one);
    const at = document.elementFromPoint(left + Math.min(width / 2, 8), top + height / 2);
    return {
        place: window.reached.indexOf(one),
        marked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        within: top + height / 2 >= 0 && top + height / 2 <= innerHeight,
        free: at === one || one.contains(at),
    };
}"""
SHARES = """async text => {
    const bytes = Uint8Array.from(atob(text), one => one.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes]));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d');
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    const counts = {};
    for (let at = 0; at < data.length; at += 4) {
        const colour = data[at] + ',' + data[at + 1] + ',' + data[at + 2];
        counts[colour] = (counts[colour] || 0) + 1;
    }
    return Object.values(counts).map(count => count * 4 / data.length);
}"""


@contextmanager
def tab_of(browser: Browser, **options: Any) -> Iterator[Page]:
    """Open a window of a reader; the size is that of a phone unless said otherwise."""
    # None of our languages, so that `/` asks.
    tab = browser.new_page(**{"viewport": PHONE, "locale": "es", **options})
    yield tab
    tab.close()


def ask(tab: Page, question: str) -> list[str]:
    """Return what a question of the page answers."""
    found: list[str] = tab.evaluate(question % NAMED)
    return found


def add_style(tab: Page, style: str) -> None:
    """Give the page a style of its reader, which no policy of ours forbids."""
    tab.evaluate(
        """text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text);
            document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; }""",
        style,
    )


def too_wide(tab: Page) -> list[str]:
    """Return what reaches over the right edge of the window."""
    return ask(tab, TOO_WIDE)


def lost_when_spread(tab: Page) -> list[str]:
    """Return what falls off or is cut off once the reader spreads the text."""
    add_style(tab, SPREAD)
    return too_wide(tab) + ask(tab, CUT_OFF)


def moving(tab: Page) -> list[str]:
    """Return what moves by itself or takes time to change."""
    return ask(tab, MOVING)


def too_small(tab: Page) -> list[str]:
    """Return the links and buttons that a finger misses; those in a line of text may be small."""
    return ask(tab, SMALL)


def keyboard_faults(tab: Page) -> list[str]:
    """Return what is wrong with the way of the keyboard through the page, from end to end."""
    faults: list[str] = []
    for place, name in enumerate(ask(tab, TO_REACH)):
        tab.keyboard.press("Tab")
        now = tab.evaluate(FOCUSED)
        if now["place"] != place:
            return [*faults, f"{name} is not reached in its turn"]
        faults += [
            f"{name} is not {word}" for word in ("marked", "within", "free") if not now[word]
        ]
    return faults


def colours_in(picture: Locator) -> int:
    """Return how many colours each fill at least a fiftieth of a part of the page."""
    shot = base64.b64encode(picture.screenshot()).decode()
    shares: list[float] = picture.page.evaluate(SHARES, shot)
    return sum(share >= 0.02 for share in shares)
