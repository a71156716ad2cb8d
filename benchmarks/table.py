"""The figures as lines on the screen."""

from .sides import COMPARED


def number(value):
    return f"{value:,.{0 if value >= 100 else 1 if value >= 10 else 2}f}"


def verdict(figure):
    """What became of the target: "missed", "reached" or "stretch"; nothing where there is none."""
    judged, target, stretch = figure["judged"], figure["target"], figure["stretch"]
    if judged is None or target is None:
        return ""
    if judged > target:
        return "missed"
    return "reached" if stretch is None or judged > stretch else "stretch"


def ratio(figure, who):
    """A side's ratio to PyTorch, as text; of a growth the factor itself."""
    if figure["how"] == "growth" and who in figure["sides"]:
        return f"{figure['sides'][who]['value']:.2f}"
    if who not in figure["ratios"]:
        return "-"
    return f"{figure['ratios'][who]:.{2 if figure['ratios'][who] >= 0.1 else 3}f}"


def goal(value):
    return "-" if value is None else f"{value:.2f}"


def spread(figure, who):
    """The figure and, in per cent of it, half the width of the middle half of the samples."""
    side = figure["sides"].get(who)
    if side is None or figure["how"] == "growth":
        return "-"
    half = 50 * (side["high"] - side["low"]) / abs(side["value"])
    return f"{number(side['value'])} {figure['unit']} ±{half:.0f}%"


def heading(record):
    """Who is compared, by the name and version of the library."""
    versions = record["versions"]
    numpy, mygrad = versions["numpy"], versions["mygrad"]
    return (
        f"Python {versions['Python']}; PyTorch {versions['torch']}, ours {versions['tinygrad_lite']}, by hand (NumPy "
        f"{numpy}), mygrad{' ' + mygrad if mygrad else ': not installed'}; {record['threads'] or 1} thread each"
    )


def table(record):
    """The whole table, as text. Ratios are to PyTorch."""
    figures = record["figures"]
    width = max(len(figure["title"]) for figure in figures) + 1
    columns = ("PyTorch", "ours", "ratio: ours", *COMPARED[1:], "target", "stretch", "")
    widths = (18, 18, 13, 9, 8, 13, 8, 9, 9)
    rows = [("", *columns)]
    for figure in figures:
        cells = [spread(figure, "PyTorch"), spread(figure, "ours"), *(ratio(figure, who) for who in COMPARED)]
        cells += [goal(figure["target"]), goal(figure["stretch"]), verdict(figure)]
        rows.append((figure["title"], *cells))
    lines = [f"{name:{width}}" + "".join(f"{c:>{w}}" for c, w in zip(cells, widths)) for name, *cells in rows]
    verdicts = [verdict(figure) for figure in figures if verdict(figure)]
    end = [f"{len(verdicts) - verdicts.count('missed')} of {len(verdicts)} targets reached."] if verdicts else []
    return "\n".join([heading(record), *(line.rstrip() for line in lines), *end])
