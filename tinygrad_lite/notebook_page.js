// What Python alone cannot do in a notebook's page. It runs once, however often it is there; without it all is as plain.
(() => {
  if (window.tinygradLite) return;

  // ---- said aloud: one region that is there before anything is written into it, or screen readers may not notice
  const region = document.createElement("div");
  region.id = "tgl-said";
  region.setAttribute("role", "status");
  region.style.cssText = "position:fixed; width:1px; height:1px; overflow:hidden; clip-path:inset(50%);";
  document.body.append(region);
  let unsaid = [];
  const say = (text) => {
    if (!unsaid.length) setTimeout(() => { region.textContent = unsaid.join(" "); unsaid = []; }, 150);
    unsaid.push(text);
    region.textContent = ""; // so that the same verdict is heard a second time
  };

  // ---- the handles of sliders are called what is written beside them
  const nameSliders = () => {
    for (const handle of document.querySelectorAll(".noUi-handle:not([aria-label])")) {
      const label = handle.closest(".widget-slider")?.querySelector(".widget-label")?.textContent;
      if (label) handle.setAttribute("aria-label", label);
    }
  };

  // ---- choices to click: a click writes the line into the cell, where it is kept and graded, and runs the cell
  const editorOf = (node) => node.closest(".jp-CodeCell")?.querySelector(".jp-InputArea-editor .cm-content");
  const offerChoices = () => {
    for (const place of document.querySelectorAll(".tgl-choices:empty")) {
      if (!editorOf(place)) continue; // a page that only shows the notebook
      place.append("Or click: ");
      for (const letter of place.dataset.letters.split(" ")) {
        const button = document.createElement("button");
        button.textContent = letter;
        button.setAttribute("aria-label", `answer ${letter}`);
        button.style.cssText = "min-width:2.8em; min-height:2em; margin:2px 8px 2px 0; font:inherit; cursor:pointer; " +
          "color:inherit; background:var(--jp-layout-color2, #eee); border:1px solid currentColor; border-radius:4px;";
        button.onclick = () => choose(place, letter);
        place.append(button);
      }
    }
  };
  const choose = (place, letter) => {
    const wanted = `answer("${place.dataset.task}", "${letter}")`;
    const editor = editorOf(place);
    const call = new RegExp(`answer\\(\\s*["']${place.dataset.task}["'][^)#]*\\)(\\s*# your answer here)?`);
    const line = [...editor.querySelectorAll(".cm-line")].find((each) => call.test(each.textContent));
    if (line) type(editor, line, line.textContent.replace(call, () => wanted));
    const tell = (text) => { place.querySelector("p")?.remove(); place.append(paragraph(text)); say(text); };
    setTimeout(() => {
      if (!editor.textContent.includes(wanted)) return tell(`Write this line into the cell, and run it: ${wanted}`);
      press(editor, { key: "Enter", keyCode: 13, ctrlKey: true }); // runs the cell and stays there
      setTimeout(() => {
        const runs = editor.closest(".jp-CodeCell").querySelector(".jp-InputPrompt").textContent.includes("*");
        if (place.isConnected && !runs) tell("It is written into the cell. Now run it: Shift+Enter.");
      }, 1500);
    }, 100);
  };
  const type = (editor, line, text) => { // as if by keyboard, so that it can be undone
    editor.focus();
    window.getSelection().selectAllChildren(line);
    document.execCommand("insertText", false, text);
  };
  const press = (node, key) => node.dispatchEvent(
    new KeyboardEvent("keydown", { ...key, code: key.key, bubbles: true, cancelable: true }));
  const paragraph = (text) => Object.assign(document.createElement("p"), { textContent: text });

  // ---- sliders live as long as their kernel: in a notebook opened again, JupyterLab calls that an error
  const explainLostSliders = () => {
    for (const node of document.querySelectorAll(".jp-OutputArea-output.jupyter-widgets")) {
      if (node.textContent.startsWith("Error displaying widget")) {
        node.textContent = "The controls are back when this cell is run again.";
      }
    }
  };

  // ---- JupyterLab breaks printed lines anywhere, also inside words
  const style = document.createElement("style");
  style.textContent = ".jp-OutputArea .jp-RenderedText pre { word-break: normal; overflow-wrap: anywhere; }";
  document.head.append(style);

  let waiting = false;
  const look = () => { waiting = false; nameSliders(); offerChoices(); explainLostSliders(); };
  new MutationObserver(() => {
    if (!waiting) setTimeout(look, 100);
    waiting = true;
  }).observe(document.body, { childList: true, subtree: true });
  look();
  window.tinygradLite = { say };
})();
