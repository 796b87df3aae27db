"""Pages for people."""

from html.parser import HTMLParser

from . import Disagreement, agree, counts


class Page(HTMLParser):
    """What a page consists of."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]


def html(folder):
    """Python's HTML parser: nothing that runs or loads, whatever the documents contain."""
    page = Page()
    page.feed(folder.read("html").decode())
    page.close()
    for tag in ("script", "img", "iframe", "link", "object", "embed", "base", "form"):
        agree(f"elements {tag}", page.tags.count(tag), 0)
    for tag, name, value in page.attributes:
        if name.startswith("on") or name in ("src", "action", "srcdoc", "data"):
            raise Disagreement(f"{tag} has {name}={value!r}")
    return counts(elements=len(page.tags))


def commonmark(folder):
    """markdown-it, a parser of CommonMark: no HTML of the documents gets through."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parse(folder.read("markdown").decode())
    flat = tokens + [child for token in tokens for child in token.children or []]
    agree("pieces of HTML", [token.content for token in flat if token.type.startswith("html")], [])
    return counts(pieces=len(flat))
