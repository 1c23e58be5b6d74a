// A field that gets the focus by itself is selected, so that typing replaces what stands there;
// Escape leaves a cell of the table as it is. Everything works without this.
"use strict";
{
  const chosen = (field) => field && field.matches("input[autofocus]") && field.select();
  document.addEventListener("DOMContentLoaded", () => chosen(document.activeElement));
  // What comes beside the field while somebody types (how it is understood) selects nothing.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.contains(document.activeElement)) chosen(document.activeElement);
  });
  document.addEventListener("keydown", (event) => {
    const form = event.key === "Escape" && event.target.closest && event.target.closest(".inline");
    if (form) form.querySelector("a").click();
  });
}
