// Small helps on top of pages that work without any script.
(() => {
  "use strict";

  // Leave quickly: the neutral page takes this page's place in the history, so
  // "back" does not return. Escape pressed three times does the same.
  const leave = (to) => {
    document.documentElement.hidden = true;
    location.replace(to);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-leave]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    leave(link.href);
  });
  let pressed = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") { pressed = []; return; }
    document.querySelectorAll("details.person-menu[open]").forEach((menu) => { menu.open = false; });
    pressed = pressed.filter((at) => event.timeStamp - at < 1500).concat(event.timeStamp);
    const link = document.querySelector("a[data-leave]");
    if (link && pressed.length >= 3) leave(link.href);
  });

  // A page that the browser kept may not come back after signing out.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // Sending twice by a double click: the second click waits.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.hasAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "");
    setTimeout(() => form.removeAttribute("data-sent"), 4000);
  });

  // Errors are read out and reached first.
  const toErrors = () => document.querySelector("[data-errors]")?.focus();
  addEventListener("DOMContentLoaded", toErrors);
  document.addEventListener("htmx:afterSettle", toErrors);

  // A drawing that is wider than the screen begins where it matters: its middle, or today.
  const toFocus = () => document.querySelectorAll(".canvas[data-focus]").forEach((canvas) => {
    canvas.scrollLeft = canvas.scrollWidth * canvas.dataset.focus / 100 - canvas.clientWidth / 2;
  });
  addEventListener("DOMContentLoaded", toFocus);
  document.addEventListener("htmx:afterSettle", toFocus);

  // Keys of a list (WCAG 2.1.4): they work only while the focus is in the list
  // and not in a field, and a person can switch them off. Without them, and
  // without this script, Tab, space and Enter do the same.
  document.addEventListener("keydown", (event) => {
    const list = event.target.closest?.("[data-keys]");
    if (!list || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, textarea, input:not([type=checkbox])")) return;
    const rows = [...list.querySelectorAll("tbody tr")];
    const at = rows.findIndex((row) => row.contains(event.target));
    const go = (row) => row?.querySelector("input[type=checkbox], a")?.focus();
    const does = {
      j: () => go(rows[Math.min(at + 1, rows.length - 1)]),
      k: () => go(rows[Math.max(at - 1, 0)]),
      x: () => rows[at]?.querySelector("input[type=checkbox]")?.click(),
      o: () => [...(rows[at]?.querySelectorAll("a") ?? [])].pop()?.click(),
      b: () => list.querySelector(".bulk select, .bulk button")?.focus(),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  });

  // The menu of the person closes when one clicks beside it.
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.person-menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // Without connection a page of ours says so. The worker keeps the frame, and
  // never a page about anyone.
  if ("serviceWorker" in navigator) {
    addEventListener("load", () => {
      navigator.serviceWorker.register("/sw.js?lang=" + document.documentElement.lang).catch(() => {});
    });
  }

  // "Something changed": the server tells that, never what. Parts of the page
  // with hx-trigger="changed from:body" fetch themselves again; a notice marked
  // data-changed-notice shows itself.
  addEventListener("DOMContentLoaded", () => {
    const live = document.querySelector("[data-live]");
    if (!live || !("EventSource" in window)) return;
    const source = new EventSource(live.dataset.live);
    source.addEventListener("changed", () => {
      document.querySelectorAll("[data-changed-notice]").forEach((notice) => { notice.hidden = false; });
      document.body.dispatchEvent(new CustomEvent("changed"));
    });
    addEventListener("pagehide", () => source.close());
  });
})();
