import numpy as np

# %% wrong: twice
def topological_order(root):
    order, stack = [], [root]
    while stack:
        n = stack[-1]
        todo = [p for p in n.parents if p not in order]
        if todo:
            stack.extend(todo)
        else:
            order.append(stack.pop())
    return order

# %% wrong: a node is put down before its parents are done
def topological_order(root):
    order, stack, seen = [], [root], set()
    while stack:
        n = stack.pop()
        if n in seen:
            continue
        seen.add(n)
        order.insert(0, n)
        stack.extend(n.parents)
    return order

# %% wrong: did not finish
def topological_order(root):
    from collections import deque
    order, q = [], deque([root])
    while q:
        n = q.popleft()
        if n in order:
            order.remove(n)
        order.append(n)
        q.extend(n.parents)
    return order[::-1]

# %% wrong: RecursionError
def topological_order(root):
    order = []
    visited = set()
    def visit(node):
        if node not in visited:
            visited.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)
    visit(root)
    return order

# %% wrong: RecursionError
def topological_order(root):
    order = []
    visited = set()
    def visit(node):
        if id(node) in visited:
            return
        visited.add(id(node))
        for parent in node.parents:
            visit(parent)
        order.append(node)
    visit(root)
    return order

# %% wrong: did not finish
def topological_order(root):
    order = []
    for parent in root.parents:
        order += topological_order(parent)
    order.append(root)
    return order

# %% wrong: children before parents
def topological_order(root):
    order, seen, stack = [], set(), [root]
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        order.append(node)
        stack.extend(node.parents)
    return order

# %% wrong: a node is put down before its parents are done
def topological_order(root):
    order, seen, stack = [], set(), [root]
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        order.append(node)
        stack.extend(node.parents)
    return order[::-1]

# %% wrong: level by level
from collections import deque
def topological_order(root):
    order = []
    seen = {id(root)}
    queue = deque([root])
    while queue:
        node = queue.popleft()
        order.append(node)
        for p in node.parents:
            if id(p) not in seen:
                seen.add(id(p))
                queue.append(p)
    order.reverse()
    return order

# %% wrong: children before parents
def topological_order(root):
    order, seen = [], set()
    stack = [(root, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            for p in node.parents:
                stack.append((p, False))
    return list(reversed(order))

# %% wrong: the root is missing
def topological_order(root):
    order, seen = [], set()
    stack = [(p, False) for p in root.parents]
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            for p in node.parents:
                stack.append((p, False))
    return order

# %% wrong: marked as seen while it waits
def topological_order(root):
    order = []
    seen = {id(root)}
    stack = [(root, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
            continue
        stack.append((node, True))
        for p in node.parents:
            if id(p) not in seen:
                seen.add(id(p))
                stack.append((p, False))
    return order

# %% wrong: RecursionError
def topological_order(root):
    order = []
    def build(v):
        if v in order:
            return
        for p in v.parents:
            build(p)
        order.append(v)
    build(root)
    return order

# %% wrong: only the root and its parents
def topological_order(root):
    return list(root.parents) + [root]

# %% wrong: AttributeError
def topological_order(root):
    order = []
    def visit(node):
        for child in node.children:
            visit(child)
        order.append(node)
    visit(root)
    return order

# %% wrong: a default is kept between calls
def topological_order(root, order=[], seen=set()):
    if id(root) in seen:
        return order
    seen.add(id(root))
    for p in root.parents:
        topological_order(p, order, seen)
    order.append(root)
    return order

# %% wrong: writes marks into the nodes
def topological_order(root):
    order = []
    stack = [(root, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
            continue
        if hasattr(node, "visited"):
            continue
        node.visited = True
        stack.append((node, True))
        for p in node.parents:
            stack.append((p, False))
    return order

# %% wrong: other things than nodes
def topological_order(root):
    order, seen = [], set()
    stack = [(root, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(id(node))
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            for p in node.parents:
                stack.append((p, False))
    return order

# %% wrong: the root is missing
def topological_order(root):
    order, seen = [], set()
    stack = [(root, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            for p in node.parents:
                stack.append((p, False))
        return order

# %% wrong: printed instead of returning
def topological_order(root):
    order, stack = [], [(root, False)]
    seen = set()
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            for p in node.parents:
                stack.append((p, False))
    print(order)

# %% wrong: level by level
def topological_order(root):
    depth = {id(root): 0}
    nodes = [root]
    for node in nodes:
        for p in node.parents:
            if id(p) not in depth:
                depth[id(p)] = depth[id(node)] + 1
                nodes.append(p)
    return sorted(nodes, key=lambda n: -depth[id(n)])

# %% wrong: leaves missing
def topological_order(root):
    order = []
    node = root
    while node.parents:
        order.append(node)
        node = node.parents[0]
    order.append(node)
    return order[::-1]

# %% wrong: TypeError
def topological_order(root):
    order = []
    seen = set()
    def visit(node):
        if id(node) in seen:
            return
        for p in node.parents():
            visit(p)
        seen.add(id(node))
        order.append(node)
    visit(root)
    return order

# %% wrong: leaves missing
def topological_order(root):
    uses = {}
    seen = {id(root)}
    todo = [root]
    while todo:
        node = todo.pop()
        for p in node.parents:
            uses[id(p)] = uses.get(id(p), 0) + 1
            if id(p) not in seen:
                seen.add(id(p))
                todo.append(p)
    order = []
    ready = [root]
    while ready:
        node = ready.pop()
        order.append(node)
        for p in {id(q): q for q in node.parents}.values():
            uses[id(p)] -= 1
            if uses[id(p)] == 0:
                ready.append(p)
    return order[::-1]

# %% wrong: twice
def topological_order(root):
    order = []
    stack = [root]
    done = set()
    while stack:
        node = stack[-1]
        waiting = [p for p in node.parents if id(p) not in done]
        if waiting:
            stack.extend(waiting)
        else:
            stack.pop()
            done.add(id(node))
            order.append(node)
    return order

# %% wrong: RecursionError
def topological_order(root):
    order = []
    seen = set()
    def visit(node):
        if id(node) in seen:
            return
        seen.add(id(node))
        order.append(node)
        for parent in node.parents:
            visit(parent)
    visit(root)
    order.reverse()
    return order

# %% wrong: a default is kept between calls
def topological_order(root, visited=set()):
    order, waiting = [], [(root, False)]
    while waiting:
        node, done = waiting.pop()
        if done:
            order.append(node)
        elif node not in visited:
            visited.add(node)
            waiting.append((node, True))
            waiting += [(p, False) for p in node.parents]
    return order

# %% right
def topological_order(root):
    order, seen = [], set()
    stack = [(root, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            for p in node.parents:
                stack.append((p, False))
    return order

# %% right
def topological_order(root):
    order = []
    seen = {id(root)}
    stack = [(root, iter(root.parents))]
    while stack:
        node, rest = stack[-1]
        for parent in rest:
            if id(parent) not in seen:
                seen.add(id(parent))
                stack.append((parent, iter(parent.parents)))
                break
        else:
            order.append(node)
            stack.pop()
    return order

# %% right
def topological_order(root):
    uses = {id(root): 0}
    todo = [root]
    while todo:
        for p in todo.pop().parents:
            if id(p) not in uses:
                uses[id(p)] = 0
                todo.append(p)
            uses[id(p)] += 1
    order = []
    ready = [root]
    while ready:
        node = ready.pop()
        order.append(node)
        for p in node.parents:
            uses[id(p)] -= 1
            if uses[id(p)] == 0:
                ready.append(p)
    return order[::-1]

# %% right
def topological_order(root):
    done = {}
    stack = [root]
    while stack:
        node = stack[-1]
        waiting = [p for p in node.parents if id(p) not in done]
        if waiting:
            stack.append(waiting[0])
        else:
            done.setdefault(id(node), node)
            stack.pop()
    return list(done.values())

# %% right
from graphlib import TopologicalSorter
def topological_order(root):
    nodes = {id(root): root}
    todo = [root]
    while todo:
        for p in todo.pop().parents:
            if id(p) not in nodes:
                nodes[id(p)] = p
                todo.append(p)
    graph = {key: [id(p) for p in node.parents] for key, node in nodes.items()}
    return [nodes[key] for key in TopologicalSorter(graph).static_order()]

# %% right
from collections import deque
def topological_order(root):
    found = [root]
    ids = {id(root)}
    for node in found:
        for p in node.parents:
            if id(p) not in ids:
                ids.add(id(p))
                found.append(p)
    children = {i: [] for i in ids}
    missing = {}
    for node in found:
        missing[id(node)] = len(node.parents)
        for p in node.parents:
            children[id(p)].append(node)
    queue = deque(n for n in found if not n.parents)
    order = []
    while queue:
        node = queue.popleft()
        order.append(node)
        for c in children[id(node)]:
            missing[id(c)] -= 1
            if missing[id(c)] == 0:
                queue.append(c)
    return order

# %% right
def topological_order(root):
    WHITE, GREY, BLACK = 0, 1, 2
    colour = {}
    order = []
    stack = [root]
    while stack:
        node = stack[-1]
        c = colour.get(id(node), WHITE)
        if c == WHITE:
            colour[id(node)] = GREY
            stack.extend(p for p in node.parents if colour.get(id(p), WHITE) == WHITE)
        else:
            stack.pop()
            if c == GREY:
                colour[id(node)] = BLACK
                order.append(node)
    return order

# %% right
def topological_order(root):
    # visit() is a generator: it asks for a node by yielding it, and the loop below goes there
    order, seen = [], set()
    def visit(node):
        seen.add(id(node))
        for p in node.parents:
            if id(p) not in seen:
                yield p
        order.append(node)
    calls = [visit(root)]
    while calls:
        wanted = next(calls[-1], None)
        if wanted is None:
            calls.pop()
        else:
            calls.append(visit(wanted))
    return order

# %% right
from collections import deque
def topological_order(root):
    count = {}
    stack = [root]
    seen = set()
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        for p in node.parents:
            count[id(p)] = count.get(id(p), 0) + 1
            stack.append(p)
    result = deque()
    ready = deque([root])
    while ready:
        node = ready.popleft()
        result.appendleft(node)
        for p in node.parents:
            count[id(p)] -= 1
            if not count[id(p)]:
                ready.append(p)
    return list(result)

# %% right
class _Key:
    def __init__(self, node):
        self.node = node
    def __hash__(self):
        return id(self.node)
    def __eq__(self, other):
        return self.node is other.node

def topological_order(root):
    depth = {}
    stack = [root]
    while stack:
        node = stack[-1]
        todo = [p for p in node.parents if _Key(p) not in depth]
        if todo:
            stack += todo
            continue
        stack.pop()
        depth[_Key(node)] = 1 + max((depth[_Key(p)] for p in node.parents), default=0)
    return [k.node for k in sorted(depth, key=depth.get)]

# %% right
def topological_order(root):
    order, seen = [], set()
    stack = [(root, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            for p in node.parents:
                stack.append((p, False))
    return order

# %% right: with iterators
def topological_order(root):
    order, done, stack = [], {root}, [(root, iter(root.parents))]
    while stack:
        node, parents = stack[-1]
        for parent in parents:
            if parent not in done:
                done.add(parent)
                stack.append((parent, iter(parent.parents)))
                break
        else:
            order.append(node)
            stack.pop()
    return order

# %% right: by counting children
from collections import defaultdict


def topological_order(root):
    nodes, children = {id(root): root}, defaultdict(int)
    waiting = [root]
    while waiting:
        for parent in waiting.pop().parents:
            children[id(parent)] += 1
            if id(parent) not in nodes:
                nodes[id(parent)] = parent
                waiting.append(parent)
    order, ready = [], [root]
    while ready:
        node = ready.pop(0)
        order.insert(0, node)
        for parent in node.parents:
            children[id(parent)] -= 1
            if children[id(parent)] == 0:
                ready.append(parent)
    return tuple(order)

# %% right: put back until ready
def topological_order(root):
    order, placed, stack = [], set(), [root]
    while stack:
        node = stack[-1]
        missing = [p for p in node.parents if id(p) not in placed]
        if missing:
            stack.extend(missing)
        else:
            stack.pop()
            if id(node) not in placed:
                placed.add(id(node))
                order.append(node)
    return order

# %% right
def topological_order(root):
    nodes = [root]
    for node in nodes:
        nodes += [p for p in node.parents if p not in nodes]
    order = []
    while nodes:
        ready = [n for n in nodes if not any(p in nodes for p in n.parents)]
        order += ready
        nodes = [n for n in nodes if n not in ready]
    unique = []
    for n in order:
        if n not in unique:
            unique.append(n)
    return unique

# %% right
def topological_order(root):
    order, stack = [], [root]
    while stack:
        node = stack[-1]
        todo = [p for p in node.parents if p not in order]
        if todo:
            stack.append(todo[0])
        else:
            stack.pop()
            if node not in order:
                order.append(node)
    return order

# %% right
def topological_order(root):
    order = [root]
    i = 0
    queue = [root]
    while queue:
        node = queue.pop(0)
        for p in node.parents:
            if p in order:
                order.remove(p)
            order.insert(0, p)
            if p not in queue:
                queue.append(p)
    return order

# %% right
def topological_order(root):
    depth = {id(root): 0}
    nodes = {id(root): root}
    queue = [root]
    while queue:
        n = queue.pop(0)
        for p in n.parents:
            if depth.get(id(p), -1) < depth[id(n)] + 1:
                depth[id(p)] = depth[id(n)] + 1
                nodes[id(p)] = p
                queue.append(p)
    return sorted(nodes.values(), key=lambda n: -depth[id(n)])

# %% wrong (developed): RecursionError
def topological_order(root):
    order, seen = [], set()
    def visit(n):
        if n not in seen:
            seen.add(n)
            for p in n.parents:
                visit(p)
            order.append(n)
    visit(root)
    return order

# %% wrong (held): a node is put down before its parents are done
def topological_order(root):
    order, stack, seen = [], [root], set()
    while stack:
        n = stack.pop()
        if id(n) in seen:
            continue
        seen.add(id(n))
        order.append(n)
        stack.extend(n.parents)
    return order[::-1]

# %% wrong (developed): level by level
def topological_order(root):
    from collections import deque
    queue, seen, order = deque([root]), {id(root)}, []
    while queue:
        n = queue.popleft()
        order.append(n)
        for p in n.parents:
            if id(p) not in seen:
                seen.add(id(p))
                queue.append(p)
    order.reverse()
    return order

# %% wrong (developed): a default is kept between calls
def topological_order(root, seen=set()):
    order, stack = [], [(root, False)]
    while stack:
        n, done = stack.pop()
        if done:
            order.append(n)
        elif id(n) not in seen:
            seen.add(id(n))
            stack.append((n, True))
            for p in n.parents:
                stack.append((p, False))
    return order

# %% wrong (developed): children before parents
def topological_order(root):
    order, seen, stack = [], set(), [(root, False)]
    while stack:
        n, done = stack.pop()
        if done:
            order.append(n)
            continue
        if id(n) in seen:
            continue
        seen.add(id(n))
        stack.append((n, True))
        stack.extend((p, False) for p in n.parents)
    return order[::-1]

# %% wrong (developed): did not finish
def topological_order(root):
    order, stack = [], [(root, False)]
    while stack:
        n, done = stack.pop()
        if done:
            order.append(n)
        else:
            stack.append((n, True))
            for p in n.parents:
                stack.append((p, False))
    return order

# %% wrong (developed): the root is missing
def topological_order(root):
    order, seen = [], {id(root)}
    stack = [(p, False) for p in root.parents]
    while stack:
        n, done = stack.pop()
        if done:
            order.append(n)
        elif id(n) not in seen:
            seen.add(id(n))
            stack.append((n, True))
            stack.extend((p, False) for p in n.parents)
    return order

# %% wrong (developed): writes marks into the nodes
def topological_order(root):
    order, stack = [], [(root, False)]
    while stack:
        n, done = stack.pop()
        if done:
            order.append(n)
        elif not getattr(n, "visited", False):
            n.visited = True
            stack.append((n, True))
            stack.extend((p, False) for p in n.parents)
    return order

# %% wrong (developed): RecursionError
def topological_order(root):
    order, seen = [], []
    def visit(n):
        if n in seen: return
        seen.append(n)
        order.append(n)
        for p in n.parents:
            visit(p)
    visit(root)
    return order

# %% wrong (developed): did not finish
def topological_order(root):
    order, stack = [], [root]
    while stack:
        n = stack.pop()
        order.append(n)
        for p in n.parents:
            stack.append(p)
    return order

# %% right (developed)
def topological_order(root):
    nodes, todo = {id(root): root}, [root]
    while todo:
        for p in todo.pop().parents:
            if id(p) not in nodes:
                nodes[id(p)] = p
                todo.append(p)
    children = {k: 0 for k in nodes}
    for n in nodes.values():
        for p in n.parents:
            children[id(p)] += 1
    ready, out = [root], []
    while ready:
        n = ready.pop()
        out.append(n)
        for p in n.parents:
            children[id(p)] -= 1
            if children[id(p)] == 0:
                ready.append(p)
    return out[::-1]

# %% right (held)
def topological_order(root):
    order, seen, stack = [], {root}, [(root, iter(root.parents))]
    while stack:
        node, parents = stack[-1]
        for p in parents:
            if p not in seen:
                seen.add(p)
                stack.append((p, iter(p.parents)))
                break
        else:
            order.append(node)
            stack.pop()
    return order

# %% right (held)
import sys
def topological_order(root):
    old = sys.getrecursionlimit()
    sys.setrecursionlimit(100000)
    try:
        order, seen = [], set()
        def go(n):
            if id(n) in seen:
                return
            seen.add(id(n))
            for p in n.parents:
                go(p)
            order.append(n)
        go(root)
    finally:
        sys.setrecursionlimit(old)
    return order

# %% wrong (developed): RecursionError
def topological_order(root):
    seen, order = [], []
    def visit(n):
        if any(n is s for s in seen):
            return
        seen.append(n)
        for p in n.parents:
            visit(p)
        order.append(n)
    visit(root)
    return order

# %% right (held)
def topological_order(root):
    order, done, stack = [], set(), [(root, iter(root.parents))]
    started = {id(root)}
    while stack:
        node, it = stack[-1]
        for p in it:
            if id(p) not in started:
                started.add(id(p))
                stack.append((p, iter(p.parents)))
                break
        else:
            order.append(node)
            stack.pop()
    return order

# %% wrong (held): the root is missing
def topological_order(root):
    order, seen = [], set()
    stack = [(p, False) for p in root.parents]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((p, False) for p in node.parents)
    return order

# %% wrong (held): did not finish
def topological_order(root):
    out = [root]
    for p in root.parents:
        out += topological_order(p)
    return out

# %% right (held)
def topological_order(root):
    everything, todo = {id(root): root}, [root]
    for node in todo:
        for p in node.parents:
            if id(p) not in everything:
                everything[id(p)] = p
                todo.append(p)
    missing = {k: len({id(p) for p in n.parents}) for k, n in everything.items()}
    children = {k: [] for k in everything}
    for n in everything.values():
        for p in {id(p): p for p in n.parents}.values():
            children[id(p)].append(n)
    ready = [n for n in everything.values() if not missing[id(n)]]
    for n in ready:
        for c in children[id(n)]:
            missing[id(c)] -= 1
            if not missing[id(c)]:
                ready.append(c)
    return ready

# %% wrong (held): children before parents
def topological_order(root):
    order, seen, stack = [], set(), [(root, False)]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            for parent in node.parents:
                stack.append((parent, False))
    return order[::-1]

# %% wrong (held): the root is missing
def topological_order(root):
    order, seen, stack = [], set(), [(root, False)]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            for parent in node.parents:
                stack.append((parent, False))
    return order[:-1]

# %% wrong (held): the root is missing
def topological_order(root):
    order, seen, stack = [], set(), [(root, False)]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            for parent in node.parents:
                stack.append((parent, False))
    return order[:-1][::-1]

# %% right (developed)
def topological_order(root):
    nodes, uses = {id(root): root}, {id(root): 0}
    stack = [root]
    while stack:
        for parent in stack.pop().parents:
            uses[id(parent)] = uses.get(id(parent), 0) + 1
            if id(parent) not in nodes:
                nodes[id(parent)] = parent
                stack.append(parent)
    depth, ready = {id(root): 0}, [root]
    while ready:
        node = ready.pop()
        for parent in node.parents:
            depth[id(parent)] = max(depth.get(id(parent), 0), depth[id(node)] + 1)
            uses[id(parent)] -= 1
            if uses[id(parent)] == 0:
                ready.append(parent)
    return [nodes[key] for key in sorted(nodes, key=lambda key: -depth[key])]

# %% wrong (held): a node is put down before its parents are done
def topological_order(root):
    stack = [root]
    seen = set()
    order = []
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        order.append(node)
        stack.extend(node.parents)
    return order[::-1]

# %% right (held)
from graphlib import TopologicalSorter
def topological_order(root):
    nodes = {id(root): root}
    ts = TopologicalSorter()
    todo = [root]
    while todo:
        n = todo.pop()
        ts.add(id(n), *(id(p) for p in n.parents))
        for p in n.parents:
            if id(p) not in nodes:
                nodes[id(p)] = p
                todo.append(p)
    return [nodes[i] for i in ts.static_order()]

# %% wrong (developed): writes marks into the nodes
def topological_order(root):
    out, stack = [], [root]
    while stack:
        n = stack[-1]
        if getattr(n, "_done", False):
            stack.pop()
            continue
        nxt = [p for p in n.parents if not getattr(p, "_done", False)]
        if nxt:
            stack.extend(nxt)
        else:
            n._done = True
            out.append(n)
            stack.pop()
    return out

# %% right (developed)
def topological_order(root):
    from collections import deque
    children, seen, queue = {}, {id(root): root}, deque([root])
    while queue:
        n = queue.popleft()
        for p in n.parents:
            children[id(p)] = children.get(id(p), 0) + 1
            if id(p) not in seen:
                seen[id(p)] = p
                queue.append(p)
    out, ready = [], [root]
    while ready:
        n = ready.pop()
        out.append(n)
        for p in n.parents:
            children[id(p)] -= 1
            if children[id(p)] == 0:
                ready.append(p)
    out.reverse()
    return out

# %% wrong (held): RecursionError
def topological_order(root):
    out = []
    def visit(n):
        if any(n is m for m in out):
            return
        for p in n.parents:
            visit(p)
        out.append(n)
    visit(root)
    return out

# %% wrong (held): did not finish
def topological_order(root):
    out = [root]
    for n in out:
        for p in n.parents:
            out.append(p)
    return out
