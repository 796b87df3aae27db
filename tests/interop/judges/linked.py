"""Linked data: the Web Annotation page."""

import json

import anno_context

from . import agree, counts

OA = "http://www.w3.org/ns/oa#"
RDF_VALUE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"
MARL = "http://www.gsi.dit.upm.es/ontologies/marl/ns#"


def pages(folder):
    """Each document's page."""
    read = json.loads(folder.read("web-annotation"))
    return read if isinstance(read, list) else [read]


def value(node, key):
    """The one value of a property."""
    found = [item.get("@value", item.get("@id")) for item in node.get(key, [])]
    return found[0] if len(found) == 1 else found


def pyld(folder):
    """PyLD in safe mode, which fails on any key that would be lost: motivations, quotes, positions, sentiments, links."""
    from pyld import jsonld

    spans, links = 0, 0
    for page, document in zip(pages(folder), folder.documents, strict=True):
        options = {"documentLoader": anno_context.load, "safe": True, "processingMode": "json-ld-1.1"}
        expanded = jsonld.expand(page, options)
        jsonld.to_rdf(page, options)
        items = expanded[0]["https://www.w3.org/ns/activitystreams#items"][0]["@list"]
        seen, sentiments, ends, kinds = [], [], {}, {}
        short = lambda name: name.rsplit("#annotation:", 1)[1]
        for item in items:
            name = item["@id"].rsplit("#", 1)[1]
            if name.startswith("relation:"):
                if value(item, OA + "motivatedBy") == OA + "linking":
                    ends[item["@id"]] = [value(item, OA + "hasTarget"), value(item, OA + "hasBody")]
                else:
                    kinds[value(item, OA + "hasTarget")] = value(item[OA + "hasBody"][0], RDF_VALUE)
                continue
            quotes = []
            for target in item[OA + "hasTarget"]:
                for selector in target.get(OA + "hasSelector", []):
                    if selector["@type"] == [OA + "TextQuoteSelector"]:
                        quotes.append([value(selector, OA + key) for key in ("prefix", "exact", "suffix")])
                    else:
                        start, end = (value(selector, OA + key) for key in ("start", "end"))
                        prefix, exact, suffix = quotes[-1]
                        around = document.text[start - len(prefix) : end + len(suffix)]
                        agree("quote and position", prefix + exact + suffix, around)
                        agree("quote is where it says", document.text[start:end], exact)
                        agree("quote is unique", count(document.text, prefix + exact + suffix), 1)
                        seen.append((name.removeprefix("annotation:"), start, end))
            for body in item.get(OA + "hasBody", []):
                if value(body, OA + "hasPurpose") == OA + "assessing":
                    about = sorted(short(target["@id"]) for target in body.get(MARL + "describesObject", []))
                    polarity = value(body, MARL + "hasPolarity").removeprefix(MARL)
                    word = value(body, RDF_VALUE)
                    agree("polarity", polarity.removeprefix("urn:x-rubricate:").lower(), word)
                    identity = name.removeprefix("annotation:")
                    sentiments.append((identity, word, value(body, MARL + "polarityValue"), about))
        agree("spans", seen, [(a.id, start, end) for a in document.worded() for start, end in a.spans])
        frames = [a for a in document.annotations if a.polarity]
        agree("sentiments", sentiments, [(a.id, a.polarity, a.intensity, sorted(a.targets)) for a in frames])
        seen_links = [(kinds[name], short(a), short(b)) for name, (a, b) in ends.items()]
        agree("relations", seen_links, document.relations)
        spans, links = spans + len(seen), links + len(ends)
    return counts(selectors=spans, sentiments=len(sentiments), relations=links)


def count(text, part):
    """How often a part is in a text, overlapping ones too."""
    return sum(text.startswith(part, at) for at in range(len(text) - len(part) + 1))
