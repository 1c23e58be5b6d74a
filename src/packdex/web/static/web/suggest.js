// Suggestions while somebody types into a search box: a combobox as the ARIA practices describe it.
// Without this the forms search all the same.
"use strict";
{
  const SHORTEST = 2, LONGEST = 60, PAUSE = 120; // characters, and milliseconds after a key
  let boxes = 0;

  const element = (name, properties) => Object.assign(document.createElement(name), properties);

  function combobox(input) {
    const id = `suggestions-${++boxes}`;
    const list = element("ul", { id, className: "suggestions", hidden: true, role: "listbox" });
    const told = element("span", { className: "hide", role: "status" });
    list.setAttribute("aria-label", "Suggestions");
    input.after(list);
    input.autocomplete = "off";
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id,
    })) input.setAttribute(name, value);

    if (document.activeElement === input) list.after(told);

    let paths = [], active = -1, timer = 0, asking = null;

    const isOpen = () => !list.hidden;

    function close() {
      clearTimeout(timer);
      if (asking) asking.abort();
      list.hidden = true;
      told.textContent = "";
      input.setAttribute("aria-expanded", "false");
      choose(-1);
    }

    function choose(number) {
      if (list.children[active]) list.children[active].ariaSelected = "false";
      active = number;
      const option = list.children[active];
      if (!option) return input.removeAttribute("aria-activedescendant");
      option.ariaSelected = "true";
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    }

    function show(titles, kinds, addresses) {
      paths = addresses.map((address) => new URL(address).pathname);
      list.replaceChildren(...titles.map((title, number) => {
        const option = element("li", { id: `${id}-${number}`, role: "option", ariaSelected: "false" });
        option.append(element("span", { textContent: title, dir: "auto" }));
        if (kinds[number] === "grid") option.append(" ", element("span", { textContent: "grid", className: "stamp" }));
        return option;
      }));
      active = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = !titles.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      told.textContent = titles.length === 1 ? "1 suggestion" : `${titles.length || "No"} suggestions`;
    }

    async function ask() {
      const text = input.value.trim();
      if (text.length < SHORTEST || text.length > LONGEST) return;
      asking = new AbortController();
      try {
        const answer = await fetch(`/search/suggest/?q=${encodeURIComponent(text)}`, { signal: asking.signal });
        if (!answer.ok) return;
        const [, titles, kinds, addresses] = await answer.json();
        if (document.activeElement === input && input.value.trim() === text) show(titles, kinds, addresses);
      } catch {
        // Given up for a newer question, or the network is gone: there is nothing to suggest.
      }
    }

    function go(number) {
      close();
      location.assign(paths[number]);
    }

    const last = () => list.children.length - 1;
    const keys = {
      ArrowDown: () => (isOpen() ? choose(active < last() ? active + 1 : 0) : ask()),
      ArrowUp: () => isOpen() && choose(active > 0 ? active - 1 : last()),
      Home: () => active >= 0 && choose(0),
      End: () => active >= 0 && choose(last()),
      Enter: () => active >= 0 && go(active),
      Escape: () => isOpen() && close(),
    };

    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const act = keys[event.key];
      if (act && act() !== false) event.preventDefault();
    });
    input.addEventListener("input", () => {
      const length = input.value.trim().length;
      if (asking) asking.abort();
      clearTimeout(timer);
      choose(-1);
      if (length >= SHORTEST && length <= LONGEST) timer = setTimeout(ask, PAUSE);
      else close();
    });
    input.addEventListener("focus", () => list.after(told)); // a page at rest tells nothing
    input.addEventListener("blur", () => { close(); told.remove(); });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) go([...list.children].indexOf(option));
    });
  }

  document.querySelectorAll("input[data-suggest]").forEach(combobox);
}
