"""docs/measurements/gpu.md: from the recording of a GPU; or of the stand-in, which says what is not known."""

PAGE = "docs/measurements/gpu.md"
QUESTIONS = [  # the question, its goal
    ("Workload c at batch 4096 on the GPU, beside the CPU of that machine", "at least 5 times as fast"),
    ("Networks of 512 and more on the GPU, beside PyTorch on it", "at most 1.5 times PyTorch's time"),
    ("Workloads a, b, c and the conv net, batches 64 to 16384: from which batch on a GPU helps", "no goal"),
    ("Moves to the GPU and back, by size, from plain and pinned memory", "no goal"),
    ("How wrong a timing without `synchronize` is, and what starting one small operation costs", "no goal"),
    ("A step in float16 and bfloat16: time and peak memory beside float32", "no goal"),
    ("Memory by part as the GPU gives it, beside what one counts", "no goal"),
    ("Loading: plain, pinned, `DeviceLoader`", "no goal"),
    ("The digits trained on the GPU and on the CPU: time, loss, accuracy", "the same accuracy"),
    ('The engine\'s tests on "cuda" and on "mps"', "all pass"),
]
SIDES = {"ours device": "ours", "ours cpu": "ours, CPU", "torch device": "PyTorch", "torch cpu": "PyTorch, CPU"}


def page(record):
    """The page as text: of a recording, or of none (None)."""
    real = record is not None and not record.stand_in
    parts = [HEAD, *(gpu(record) if real else nothing_known(record))]
    return "\n\n".join([*parts, HOW]) + "\n"


HEAD = "# On a GPU\n\nWritten by `tinygrad-lite bench --record gpu --markdown FILE`, not by hand."
HOW = """## How to record a GPU's run

On a machine with a GPU and a PyTorch that sees it (three minutes; `--quick`: one):

```
tinygrad-lite bench --record gpu --output gpu.json --markdown gpu.md
TG_TEST_DEVICE=cuda python start.py test
```

The first writes hardware, date, versions and all figures, after the sides have come to the same result. As
`tinygrad_lite/recordings/gpu.json` in the package it is what lesson 08 replays."""

TESTED = """## What was tested instead

- The engine's tests and PyTorch's own samples with every tensor on "torch": the code of the second device, with
  PyTorch's arrays on the CPU. `TG_TEST_DEVICE=torch python -m pytest tests/engine tests/conformance`
- Where a step would wait for a GPU, and what it would copy, counted on PyTorch's device "meta", which has no numbers:
  one wait a step for a network of linear layers or convolutions (the check of the classes), two with an embedding
  (the check of the words); no copy. `python -m pytest tests/devices/test_meta.py`"""


def nothing_known(record):
    rows = "\n".join(f"| {question} | {goal} | not known |" for question, goal in QUESTIONS)
    yield "**There is no recording of a GPU here: none was at hand.** No figure on this page is one of a GPU."
    yield f"## What is therefore not known\n\n| question | goal | answer |\n|---|---|---|\n{rows}"
    yield TESTED
    if record is not None:
        yield wrapper(record)


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def wrapper(record):
    """What the way over NumPy's dispatch costs, where both compute with the same arrays."""
    rows = []
    for step in record["steps"]:
        least = {who: times["least"] for who, times in step["sides"].items()}
        ours = least["ours device"]
        over = [f"{ours / least[who]:.2f}" for who in ("torch device", "ours cpu")]
        rows.append([step["title"], f"{ours:,.0f}", *over, step["rounds"]])
    head = ["training step, Adam", "least time in µs", "beside PyTorch", "beside NumPy", "rounds"]
    return f"""## What the wrapper costs, on the stand-in

{record.label}
Threads: {said_threads(record)}.

Other programs ran on the machine. So all sides were timed in turn, and the shortest time of each counts: disturbance
only adds. Beside PyTorch: our step on PyTorch's arrays, which go through NumPy's dispatch, divided by PyTorch's own
step; what our operations do in more calls than PyTorch's is in it too. Beside NumPy: the same divided by our step on
NumPy's arrays. Above 1 is slower. Nothing here is about a GPU.

{table(head, rows)}

The same again, from a checkout:

```
tinygrad-lite bench --record gpu --device torch --quick --output stand_in.json --markdown stand_in.md
```"""


def said_threads(record):
    return ", ".join(f"{name} {count or 'not known'}" for name, count in record["threads"].items())


def gpu(record):
    """The sections of a real recording."""
    hardware, versions = record["hardware"], record["versions"]
    memory = f", {hardware['memory'] / 2**30:.0f} GiB" if hardware["memory"] else ""
    yield (
        f"{record.label} {hardware['name']}{memory}, CUDA {hardware['cuda'] or 'none'}, beside {hardware['cpu']}, "
        f"{hardware['cores']} cores; Python {versions['python']}, NumPy {versions['numpy']}; threads: "
        f"{said_threads(record)}. Size: {record['size']}. Times are medians, in µs, with the device waited for."
    )
    yield (
        "With small arrays, many threads that wait for each other can be slower than one: where the quartiles of a CPU "
        "lie far apart, it says little."
    )
    yield f"## The goals\n\n{goals(record)}"
    yield f"## From which batch on the GPU is faster than its CPU\n\n{crossings(record)}"
    rows = [[s["title"], *(quartiles(s["sides"][who]) for who in SIDES), s["rounds"]] for s in record["steps"]]
    yield f"## A training step\n\nIn brackets the quartiles.\n\n{table(['step', *SIDES.values(), 'rounds'], rows)}"
    rows = [[f"{m['bytes']:,}", "pinned" if m["pinned"] else "plain", *(quartiles(m[way]) for way in
            ("to_device", "to_host"))] for m in record["moves"]]  # fmt: skip
    yield f"## Moves\n\n{table(['bytes', 'memory', 'to the GPU', 'back, to plain memory'], rows)}"
    timing = record["timing"]
    rows = [[name, quartiles(timing[name])] for name in ("unsynchronised", "synchronised", "launch")]
    yield f"## Timing: a matmul of {timing['size']}, and one small operation\n\n{table(['what', 'µs'], rows)}"
    rows = [[p["precision"], quartiles(p["step"]), in_mib(p["peak"]), f"{p['last_loss']:.4f}"]
            for p in record["precision"]]  # fmt: skip
    yield f"## Mixed precision\n\n{table(['precision', 'step', 'peak memory', 'loss of step 10'], rows)}"
    rows = [[p["part"], in_mib(p["estimate"]), in_mib(p["measured"])] for p in record["memory"]["parts"]]
    batch = record["memory"]["batch"]
    yield f"## Memory by part, batch {batch}\n\n{table(['part', 'counted', 'as the GPU gives it'], rows)}"
    rows = [[how["how"], "yes" if how["pinned"] else "no", quartiles(how["epoch"])] for how in record["loading"]]
    yield f"## Loading, an epoch\n\n{table(['how', 'pinned', 'µs'], rows)}"
    rows = [[where, f"{t['seconds'][-1]:.2f}", f"{t['loss'][-1]:.4f}", f"{t['accuracy'][-1]:.1%}"]
            for where, t in record["training"].items()]  # fmt: skip
    yield f"## The digits\n\n{table(['where', 'seconds', 'last loss', 'test accuracy'], rows)}"


def goals(record):
    """What was to be reached, and what was: misses are named."""
    rows = []
    for step in record["steps"]:
        ours, cpu, theirs = (step["sides"][who]["median"] for who in ("ours device", "ours cpu", "torch device"))
        if step["workload"] == "c" and step["batch"] == 4096:
            rows.append([step["title"], "at least 5 times the CPU", f"{cpu / ours:.2f}", word(cpu / ours >= 5)])
        if step["workload"] == "wide":
            rows.append(
                [step["title"], "at most 1.5 times PyTorch", f"{ours / theirs:.2f}", word(ours / theirs <= 1.5)]
            )
    return table(["step", "goal", "found", "reached"], rows)


def crossings(record):
    """For each network, the smallest batch from which on our step is faster on the GPU, of those that were measured."""
    rows = {}
    for step in record["steps"]:
        ours, cpu = (step["sides"][who]["median"] for who in ("ours device", "ours cpu"))
        rows.setdefault(step["title"].partition(", batch")[0], []).append((step["batch"], ours < cpu))
    table_rows = []
    for title, found in rows.items():
        slower = [batch for batch, faster in found if not faster]
        after = [batch for batch, _ in found if batch > max(slower, default=0)]
        said = f"from {after[0]:,} on" if after else f"not up to {max(slower):,}"
        table_rows.append([title, said, ", ".join(f"{batch:,}" for batch, _ in found)])
    return table(["network", "faster", "batches measured"], table_rows)


def word(reached):
    return "yes" if reached else "**no**"


def quartiles(times):
    return f"{times['median']:,.0f} ({times['low']:,.0f} to {times['high']:,.0f})"


def in_mib(count):
    return "not kept" if count is None else f"{count / 2**20:.2f} MiB"
