"""The pictures of a notebook that was run, and what is said in place of each."""

import re

SHORTEST = 30  # letters: "A curve." tells nobody anything


def pictures_without_words(notebook):
    """`cell-id: what is wrong`, for each picture that nobody knows who cannot see it; [] where all is well."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            html = data.get("text/html", "")
            if not html and {"image/png", "image/jpeg", "image/svg+xml"} & set(data):
                found.append(f"{cell.id}: a picture without words")
            said = re.findall(r"<img\b[^>]*?\balt=\"([^\"]*)\"", html) + re.findall(r"<desc>(.*?)</desc>", html)
            pictures = len(re.findall(r"<img\b|<svg\b", html))
            if len(said) < pictures:
                found.append(f"{cell.id}: {pictures} pictures, and words for {len(said)}")
            found += [
                f"{cell.id}: {words!r}"
                for words in said
                if len(words) < SHORTEST or re.search(r"\bnan\b|[{}]|array\(|np\.", words)
            ]
    return found
