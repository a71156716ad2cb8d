"""Sphinx's settings. Nothing on a page comes from another computer: it opens without a network."""

import re
import sys
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.highlighting import lexers

import tinygrad_lite

sys.path.insert(0, str(Path(__file__).parent))  # for formulas.py

project, author, release = "tinygrad_lite", "The tinygrad_lite authors", tinygrad_lite.__version__
copyright = author
root_doc = "index"
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "formulas"]
myst_enable_extensions = ["dollarmath", "amsmath", "attrs_inline"]
myst_heading_anchors = 4
autodoc_typehints = "none"  # the docstrings say what goes in
autodoc_member_order = "bysource"
autodoc_class_signature = "separated"
napoleon_google_docstring, napoleon_numpy_docstring = True, False
napoleon_custom_sections = ["Shape", "Source"]
nb_execution_timeout, nb_execution_raise_on_error = 300, True
nb_ipywidgets_js = {}  # sliders need a running notebook; what they show at first is a picture
html_theme = "furo"
html_title = "tinygrad_lite"
html_copy_source = html_show_sourcelink = False
default_role = "literal"  # `x` in a docstring is code, as it is in these pages
lexers["csv"] = TextLexer()  # tables in the guides: Pygments has no colours for them
suppress_warnings = ["mystnb.unknown_mime_type", "myst.header"]


def as_it_stands(app, what, name, obj, options, lines):
    """Docstrings are written for a terminal: |x| and x_ and a * b are no markup there; code and **bold** are."""
    in_example = False
    for place, line in enumerate(lines):
        in_example = line.lstrip().startswith(">>>") or (in_example and bool(line.strip()))
        if not in_example:
            lines[place] = MARKS.sub(lambda found: found[0] if found["kept"] else "\\" + found[0], line)


MARKS = re.compile(r"(?P<kept>`[^`]*`|\*\*[^*`]+\*\*)|[|*]|(?<=\w)_(?!\w)")


def headings_have_a_level(app, page, template, context, doctree):
    """Sphinx makes headings of the captions above lists of pages, and forgets to say of which level."""
    if "body" in context:
        context["body"] = context["body"].replace('role="heading"', 'role="heading" aria-level="2"')


#: Code, formulas and tables that are larger than their place are scrolled; by keyboard, once the focus can go there.
CAN_BE_FOCUSED = """
addEventListener("load", () => {
  for (const wide of document.querySelectorAll("pre, .math, .cell_output, .table-wrapper"))
    if (wide.scrollWidth > wide.clientWidth || wide.scrollHeight > wide.clientHeight) wide.tabIndex = 0;
});
"""


def setup(app):
    """For Sphinx: before docstrings are read as Google's style, and before a page is written."""
    app.add_js_file(None, body=CAN_BE_FOCUSED)
    app.connect("autodoc-process-docstring", as_it_stands, priority=100)
    app.connect("html-page-context", headings_have_a_level)
