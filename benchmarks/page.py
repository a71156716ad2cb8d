"""The figures as a page of the documentation."""

from .sides import COMPARED
from .table import goal, heading, number, ratio, verdict

PAGE = """\
# How fast the engine is

Measured {date}: {machine}{load}.
{heading}. {rounds} rounds, {seconds} s.

This page is made by the benchmark; a test notices a change by hand. To measure again:

```console
tinygrad-lite bench                        # prints the table; --quick, --only TEXT, --json FILE
python -m benchmarks --json docs/measurements/engine.json --markdown docs/BENCHMARKS.md    # renews this page
python -m benchmarks --from docs/measurements/engine.json --markdown docs/BENCHMARKS.md    # only its text
```

## What is measured, and how

- Ratios are to PyTorch's ordinary (eager) mode with its defaults; below 1 is faster. "By hand" is the same computation
  written out in NumPy without an engine (`benchmarks/by_hand.py`), with textbook optimizers. mygrad is another NumPy
  engine; it has no optimizers, so it steps with those. "Torch fused" are PyTorch's optimizers with `fused=True`, which
  one must ask for. A dash: that side has nothing of the kind.
- First, all sides must come to the same result: the losses and parameters after three steps, to a thousandth.
- Then everything runs in one process, in an order shuffled anew each round, so that a disturbance meets all alike.
  Times are medians; in parentheses, between what the middle half of the samples lies.
- An optimizer alone is timed twice, because its speed on large tensors is that of the memory: one step at a time, which
  begins with the caches full of something else, as after a backward pass; and over warm caches, the shortest step of
  all (in parentheses then the shortest ones of each round).
- The time of an import and the memory of a step are each taken in fresh processes, in turn. Memory is by how much a
  process grows, at most, in two steps with SGD, after steps of a tiny network.

## Figures

| workload | PyTorch | ours | ratio: **ours** | by hand | mygrad | torch fused | target | stretch |
|---|---|---|---|---|---|---|---|---|
{rows}

## What is not reached

{missed}
{stretch}

All this is of small networks, as in the course, and one thread: it says nothing of large ones, of several threads, or
of graphics cards.
"""


BUSY = ", so it was busy with other work, and the figures are rough"


def page(record):
    """The whole page, as Markdown."""
    figures = record["figures"]
    load = record["load"]
    missed = [f for f in figures if verdict(f) == "missed"]
    between = [f for f in figures if verdict(f) == "reached" and f["stretch"] is not None]
    return PAGE.format(
        **{name: record[name] for name in ("date", "machine", "rounds", "seconds")},
        load="" if load is None else f"; load {load:.1f} when it began{BUSY if load > 1 else ''}",
        heading=heading(record),
        rows="\n".join(map(row, figures)),
        missed=shortfalls(missed, "target") or "Every target is reached.",
        stretch="\nReached, but not the stretch figure:\n\n" + shortfalls(between, "stretch") if between else "",
    )


def row(figure):
    judged = ratio(figure, "ours")
    cells = [figure["title"], times(figure, "PyTorch"), times(figure, "ours"), f"**{judged}**"]
    cells += [ratio(figure, who) for who in COMPARED[1:]]
    cells += [goal(figure["target"]) + (" (missed)" if verdict(figure) == "missed" else ""), goal(figure["stretch"])]
    return f"| {' | '.join(cells)} |"


def times(figure, who):
    side = figure["sides"].get(who)
    if side is None or figure["how"] == "growth":
        return "-"
    return f"{number(side['value'])} {figure['unit']} ({number(side['low'])} to {number(side['high'])})"


def shortfalls(figures, goal_name):
    return "\n".join(f"- {f['title']}: {f['judged']:.2f}, {goal_name} {f[goal_name]:.2f}" for f in figures)
