"""What one does with a notebook in JupyterLab, in words: open, type, run, wait, look."""

import re

from playwright.sync_api import expect

NOTEBOOK = "window.jupyterapp.shell.currentWidget.content"  # JupyterLab's own object, in the page
PATIENCE = 40_000  # milliseconds: a busy machine with two cores
expect.set_options(timeout=PATIENCE)


class NotebookPage:
    """One notebook, open in a browser page.

    A cell is named by its id (which is in the file), or by a piece of text that only it contains.
    """

    def __init__(self, page, screenshots):
        self.page = page
        self.screenshots = screenshots
        page.set_default_timeout(PATIENCE)

    def open(self, url):
        self.page.goto(url)
        self.page.locator(".jp-NotebookPanel:visible .jp-Cell").first.wait_for()
        self.wait_idle()

    # ------------------------------------------------------------------------------------------------------ running

    def wait_idle(self):
        """Until the kernel has started, or has finished everything. The kernel indicator says idle too early."""
        expect(self.page.locator("#jp-main-statusbar")).to_contain_text(re.compile(r"\|\s*Idle"))

    def run_cell(self, cell):
        """Run one cell, and wait until its prompt shows a number and the kernel is idle."""
        cell = self.cell(cell)
        before = self.prompt(cell)
        self.focus(cell)
        self.page.keyboard.press("Control+Enter")
        expect(cell.locator(".jp-InputPrompt").first).not_to_have_text(before)
        expect(cell.locator(".jp-InputPrompt").first).to_have_text(re.compile(r"\[\d+\]:"))
        self.wait_idle()

    def run_all(self, patience=PATIENCE):
        """Run → Run All Cells, from the menu; waits until every code cell has run, or one has stopped the rest."""
        self.page.evaluate(f"() => {NOTEBOOK}.widgets.forEach(cell => cell.model.clearExecution?.())")  # old numbers
        self.menu("Run", "Run All Cells")
        self.page.wait_for_function(
            f"""() => {{
                const cells = {NOTEBOOK}.widgets.map(cell => cell.model);
                const code = cells.filter(cell => cell.type === 'code' && cell.sharedModel.getSource().trim());
                const stopped = code.some(cell => cell.outputs.toJSON().some(output => output.output_type === 'error'));
                return stopped || code.every(cell => cell.executionCount !== null);
            }}""",
            timeout=patience,
        )
        self.wait_idle()

    def restart(self):
        """Kernel → Restart, confirmed."""
        self.menu("Kernel", "Restart Kernel…")
        self.page.locator(".jp-Dialog button.jp-mod-accept").click()
        self.wait_idle()

    # --------------------------------------------------------------------------------------------- cells and outputs

    def cell(self, name):
        """The cell with this id or, failing that, the only one whose source has this text; scrolled into view."""
        if not isinstance(name, str):
            return name
        ids, sources = self.page.evaluate(
            f"""() => {{
                const cells = {NOTEBOOK}.widgets.map(cell => cell.model);
                return [cells.map(cell => cell.id), cells.map(cell => cell.sharedModel.getSource())];
            }}"""
        )
        found = [i for i, cell_id in enumerate(ids) if cell_id == name]
        found = found or [i for i, source in enumerate(sources) if name in source]
        assert len(found) == 1, f"{len(found)} cells are called or contain {name!r}"
        self.page.evaluate(f"index => {NOTEBOOK}.scrollToItem(index)", found[0])  # far ones are not in the page
        return self.page.locator(f'.jp-NotebookPanel:visible [data-windowed-list-index="{found[0]}"]')

    def focus(self, cell):
        """Put the caret into a cell's editor."""
        cell = self.cell(cell)
        cell.scroll_into_view_if_needed()
        cell.locator(".cm-content").first.click()

    def set_cell_source(self, cell, source):
        """Replace a cell's text, as one who types would (without the editor's own indenting)."""
        self.focus(cell)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)

    def source(self, cell):
        return "\n".join(self.cell(cell).locator(".cm-line").all_inner_texts())

    def prompt(self, cell):
        """`[3]:`, or `[ ]:` if it has not run."""
        return self.cell(cell).locator(".jp-InputPrompt").first.inner_text()

    def output(self, cell):
        """The text below a cell, cards included."""
        return "\n".join(self.cell(cell).locator(".jp-OutputArea-output").all_inner_texts()).strip()

    def cards(self, cell):
        """The course's cards below a cell, as locators."""
        return self.cell(cell).locator(".tgl-card")

    def status(self, cell):
        """What the only card below a cell says: right, wrong, error, not-started or not-by-hand."""
        expect(self.cards(cell)).to_have_count(1)
        return self.cards(cell).get_attribute("data-status")

    def unsaved(self):
        """Whether JupyterLab marks the notebook as changed (●)."""
        return self.page.evaluate("() => window.jupyterapp.shell.currentWidget.context.model.dirty")

    def errors(self):
        """Names of the exceptions whose tracebacks stand anywhere in the notebook."""
        return self.page.evaluate(
            f"""() => {NOTEBOOK}.widgets.filter(cell => cell.model.type === 'code')
                .flatMap(cell => cell.model.outputs.toJSON())
                .filter(output => output.output_type === 'error').map(output => output.ename)"""
        )

    # -------------------------------------------------------------------------------------------------- the page

    def menu(self, *names):
        """Choose from the menu bar: menu("Run", "Run All Cells")."""
        self.page.locator(".lm-MenuBar-item").filter(has_text=re.compile(f"^{names[0]}$")).click()
        for name in names[1:]:
            item = self.page.locator(".lm-Menu-item:visible").filter(
                has=self.page.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{re.escape(name)}$"))
            )
            item.first.click()

    def set_theme(self, theme):
        """ "light" or "dark"."""
        self.menu("Settings", "Theme", f"JupyterLab {theme.capitalize()}")
        wanted = "false" if theme == "dark" else "true"
        expect(self.page.locator("body")).to_have_attribute("data-jp-theme-light", wanted)

    def theme(self):
        return "light" if self.page.locator("body").get_attribute("data-jp-theme-light") == "true" else "dark"

    def resize(self, width, height=900):
        """Another width of the page; a narrow one without the list of files, as somebody would have it."""
        page = self.page
        page.set_viewport_size({"width": max(width, 1000), "height": height})  # the menus need their place
        if page.locator(".jp-FileBrowser").is_visible() == (width < 900):
            page.keyboard.press("Control+B")
        page.set_viewport_size({"width": width, "height": height})

    def screenshot(self, name):
        """Keep a picture of the page as .artifacts/screenshots/NAME.png; returns its path."""
        self.screenshots.mkdir(parents=True, exist_ok=True)
        file = self.screenshots / f"{name}.png"
        self.page.screenshot(path=str(file))
        return file
