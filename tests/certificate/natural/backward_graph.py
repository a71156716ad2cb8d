"""What students type into the exercises of lesson 03, the graph: plain data for test_natural_answers.py."""

#: (source, the diagnosis that is true of it: a name, None for none, or a tuple where each of several is true).
WRONG = {
    "backward/accumulate": [
        (
            """
            def accumulate(edges):
                d = {}
                for name, g in edges:
                    d[name] = d.get(name) + g
                return d
            """,
            "TypeError",
        ),
        (
            """
            def accumulate(edges):
                d = {}
                for name, g in edges:
                    d[name] = d.get(name, 1) + g
                return d
            """,
            None,
        ),
        (
            """
            def accumulate(edges):
                from collections import defaultdict
                d = defaultdict(list)
                for name, g in edges:
                    d[name].append(g)
                return {k: np.sum(v) for k, v in d.items()}
            """,
            "wrong only where the gradients are arrays",
        ),
        (
            """
            def accumulate(edges):
                d = {}
                for name, g in edges:
                    d.setdefault(name, 0)
                    d[name] += g
                return list(d.items())
            """,
            "wrong type",
        ),
        (
            """
            def accumulate(edges):
                return dict(edges)
            """,
            "overwrites the gradient",
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                for name, g in edges:
                    grads[name] = g
                return grads
            """,
            "overwrites the gradient",
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                for name, g in edges:
                    grads[name] += g
                return grads
            """,
            "KeyError",
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                for name, g in edges:
                    if name not in grads:
                        grads[name] = 0
                    else:
                        grads[name] = grads[name] + g
                return grads
            """,
            "the first gradient is lost",
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                for name, g in edges:
                    grads[name] = 0
                    grads[name] = grads[name] + g
                return grads
            """,
            "overwrites the gradient",
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                for name, g in edges:
                    if name in grads:
                        grads[name] = grads[name] + g
                    grads[name] = g
                return grads
            """,
            "overwrites the gradient",
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                for name, g in edges:
                    grads[name] = grads.get(name, 0) + g
                    return grads
            """,
            "returns inside the loop",
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                for name, g in edges:
                    grads.setdefault(name, []).append(g)
                return grads
            """,
            "lists the gradients",
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                counts = {}
                for name, g in edges:
                    grads[name] = grads.get(name, 0) + g
                    counts[name] = counts.get(name, 0) + 1
                return {name: grads[name] / counts[name] for name in grads}
            """,
            "averages",
        ),
        (
            """
            def accumulate(edges):
                total = 0
                for name, g in edges:
                    total += g
                return total
            """,
            "wrong type",
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                total = 0
                for name, g in edges:
                    total = total + g
                    grads[name] = total
                return grads
            """,
            "one running sum",
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                for name, g in edges:
                    grads[name] = grads.get(name, 1) * g
                return grads
            """,
            "multiplies",
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                for name, g in edges:
                    grads[name] = grads.get(name, 0) + g
                return list(grads.items())
            """,
            "wrong type",
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                for name, g in edges:
                    grads[name] = grads.get(name, g) + g
                return grads
            """,
            "the first gradient counts twice",
        ),
        (
            """
            from collections import Counter
            def accumulate(edges):
                return Counter(name for name, g in edges)
            """,
            "counts the gradients",
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                for i in range(len(edges) - 1):
                    name, g = edges[i]
                    grads[name] = grads.get(name, 0) + g
                return grads
            """,
            None,
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                for g, name in edges:
                    grads[name] = grads.get(name, 0) + g
                return grads
            """,
            "TypeError",
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                for name, g in edges.items():
                    grads[name] = grads.get(name, 0) + g
                return grads
            """,
            "AttributeError",
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                for edge in edges:
                    grads[edge] = grads.get(edge, 0) + edge[1]
                return grads
            """,
            "TypeError",
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                while edges:
                    name, g = edges.pop()
                    grads[name] = grads.get(name, 0) + g
                return grads
            """,
            "changes its input",
        ),
        (
            """
            from itertools import groupby
            def accumulate(edges):
                grads = {}
                for name, group in groupby(edges, key=lambda e: e[0]):
                    grads[name] = sum(g for _, g in group)
                return grads
            """,
            None,
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                for name, g in edges:
                    grads[name] = grads.get(name, 0) + abs(g)
                return grads
            """,
            None,
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                for name, g in edges:
                    grads[name] = grads.get(name, 0) + g
                print(grads)
            """,
            "printed instead of returning",
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                for name, g in set(edges):
                    grads[name] = grads.get(name, 0) + g
                return grads
            """,
            "TypeError",
        ),
        (
            """
            def accumulate(edges):
                edges.sort(key=lambda e: e[0])
                grads = {}
                for name, g in edges:
                    grads[name] = grads.get(name, 0) + g
                return grads
            """,
            "changes its input",
        ),
        (
            """
            def accumulate(edges):
                grads = {}
                for name, g in edges:
                    grads["name"] = grads.get("name", 0) + g
                return grads
            """,
            None,
        ),
    ],
    "backward/topological_order": [
        (
            """
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
            """,
            "twice",
        ),
        (
            """
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
            """,
            "a node is put down before its parents are done",
        ),
        (
            """
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
            """,
            "did not finish",
        ),
        (
            """
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
            """,
            "RecursionError",
        ),
        (
            """
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
            """,
            "RecursionError",
        ),
        (
            """
            def topological_order(root):
                order = []
                for parent in root.parents:
                    order += topological_order(parent)
                order.append(root)
                return order
            """,
            "did not finish",
        ),
        (
            """
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
            """,
            "children before parents",
        ),
        (
            """
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
            """,
            "a node is put down before its parents are done",
        ),
        (
            """
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
            """,
            "level by level",
        ),
        (
            """
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
            """,
            "children before parents",
        ),
        (
            """
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
            """,
            "the root is missing",
        ),
        (
            """
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
            """,
            "marked as seen while it waits",
        ),
        (
            """
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
            """,
            "RecursionError",
        ),
        (
            """
            def topological_order(root):
                return list(root.parents) + [root]
            """,
            "only the root and its parents",
        ),
        (
            """
            def topological_order(root):
                order = []
                def visit(node):
                    for child in node.children:
                        visit(child)
                    order.append(node)
                visit(root)
                return order
            """,
            "AttributeError",
        ),
        (
            """
            def topological_order(root, order=[], seen=set()):
                if id(root) in seen:
                    return order
                seen.add(id(root))
                for p in root.parents:
                    topological_order(p, order, seen)
                order.append(root)
                return order
            """,
            "RecursionError",
        ),
        (
            """
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
            """,
            "writes marks into the nodes",
        ),
        (
            """
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
            """,
            "other things than nodes",
        ),
        (
            """
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
            """,
            "the root is missing",
        ),
        (
            """
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
            """,
            "printed instead of returning",
        ),
        (
            """
            def topological_order(root):
                depth = {id(root): 0}
                nodes = [root]
                for node in nodes:
                    for p in node.parents:
                        if id(p) not in depth:
                            depth[id(p)] = depth[id(node)] + 1
                            nodes.append(p)
                return sorted(nodes, key=lambda n: -depth[id(n)])
            """,
            "level by level",
        ),
        (
            """
            def topological_order(root):
                order = []
                node = root
                while node.parents:
                    order.append(node)
                    node = node.parents[0]
                order.append(node)
                return order[::-1]
            """,
            "leaves missing",
        ),
        (
            """
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
            """,
            "TypeError",
        ),
        (
            """
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
            """,
            "leaves missing",
        ),
        (
            """
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
            """,
            "twice",
        ),
        (
            """
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
            """,
            "RecursionError",
        ),
    ],
}

RIGHT = {
    "backward/accumulate": [
        """
        def accumulate(edges):
            grads = {}
            for name, g in edges:
                grads[name] = grads.get(name, 0) + g
            return grads
        """,
        """
        def accumulate(edges):
            grads = {}
            for name, g in edges:
                if name in grads:
                    grads[name] = grads[name] + g
                else:
                    grads[name] = g
            return grads
        """,
        """
        from collections import defaultdict
        def accumulate(edges):
            grads = defaultdict(float)
            for name, g in edges:
                grads[name] = grads[name] + g
            return dict(grads)
        """,
        """
        def accumulate(edges):
            return {name: sum(g for other, g in edges if other == name) for name, _ in edges}
        """,
        """
        def accumulate(edges):
            lists = {}
            for name, g in edges:
                lists.setdefault(name, []).append(g)
            return {name: sum(values) for name, values in lists.items()}
        """,
        """
        from itertools import groupby
        def accumulate(edges):
            ordered = sorted(edges, key=lambda e: e[0])
            return {name: sum(g for _, g in group) for name, group in groupby(ordered, key=lambda e: e[0])}
        """,
        """
        from functools import reduce
        def accumulate(edges):
            return reduce(lambda d, e: {**d, e[0]: d.get(e[0], 0.0) + e[1]}, edges, {})
        """,
        """
        def accumulate(edges):
            if not edges:
                return {}
            *rest, (name, g) = edges
            grads = accumulate(rest)
            try:
                grads[name] = grads[name] + g
            except KeyError:
                grads[name] = g
            return grads
        """,
        """
        from collections import defaultdict
        def accumulate(edges):
            totals = defaultdict(lambda: 0.0)
            for i in range(len(edges)):
                node = edges[i][0]
                totals[node] = totals[node] + edges[i][1]
            return totals
        """,
        """
        def accumulate(edges):
            names = list(dict.fromkeys(e[0] for e in edges))
            grads = dict.fromkeys(names, 0.0)
            for name in names:
                for edge in edges:
                    if edge[0] == name:
                        grads[name] = edge[1] + grads[name]
            return grads
        """,
    ],
    "backward/topological_order": [
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
    ],
}
