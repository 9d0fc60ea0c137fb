// What pages add where scripts run: sentences beside the page, answers without reloading, keys. Without it all links and
// forms work by themselves.
(function () {
  "use strict";
  var body = document.body;
  var panel = document.getElementById("panel");
  var told = document.getElementById("told");
  var last = null;

  // Every request that changes something carries the token of this page.
  body.addEventListener("htmx:configRequest", function (event) {
    event.detail.headers["X-CSRF-Token"] = body.dataset.token;
  });
  // What went wrong is shown too, not dropped.
  body.addEventListener("htmx:beforeSwap", function (event) {
    var text = event.detail.xhr.responseText;
    if (event.detail.target.id === "state") {
      event.detail.shouldSwap = text !== event.detail.target.dataset.shown;  // the same again would be read out again
      event.detail.target.dataset.shown = text;
    }
    if (event.detail.xhr.status >= 400) {
      event.detail.shouldSwap = true;
      event.detail.target = told;
      event.detail.swapOverride = "innerHTML";
    }
  });
  body.addEventListener("htmx:sendError", function () { say("The workbench does not answer. Is stemma serve still running?"); });

  function say(words) {
    var line = document.createElement("p");
    line.textContent = words;
    told.replaceChildren(line);
  }

  var fading = 0;
  if (told) {
    new MutationObserver(function () {
      clearTimeout(fading);
      var time = 6000 + 100 * told.textContent.length;
      if (told.childElementCount) { fading = setTimeout(function () { told.replaceChildren(); }, time); }
    }).observe(told, { childList: true });
    // What the page came with is put in anew, since only what changes is read out.
    if (told.childElementCount) { setTimeout(say, 100, told.textContent); }
  }

  // A link to a row opens its sentence beside the page.
  function close() {
    if (!panel || panel.hidden) { return; }
    panel.hidden = true;
    body.classList.remove("beside");
    if (last) { last.classList.remove("now"); last.focus({ preventScroll: true }); }
  }

  function open(link) {
    fetch(link.getAttribute("href") + "?panel=yes", { headers: { "HX-Request": "true" }, credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.text() : Promise.reject(answer); })
      .then(function (html) {
        if (last) { last.classList.remove("now"); }
        last = link;
        last.classList.add("now");
        panel.innerHTML = html;
        panel.hidden = false;
        body.classList.add("beside");
        panel.scrollTop = 0;
        panel.focus({ preventScroll: true });
        if (window.htmx) { window.htmx.process(panel); }
      })
      .catch(function () { location.assign(link.getAttribute("href")); });
  }

  document.addEventListener("click", function (event) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) { return; }
    if (event.target.closest(".panel .close")) { close(); return; }
    var link = event.target.closest("a[href^='/at/']");
    if (!link || !panel || panel.contains(link)) { return; }
    event.preventDefault();
    open(link);
  });

  // Keys: those of the page stand on its elements as data-key; none works while somebody types.
  function typing(node) { return node.closest("input, textarea, select, [contenteditable]"); }
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { close(); return; }
    if (event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) { return; }
    if (event.key === "/") { event.preventDefault(); document.getElementById("find").focus(); return; }
    var where = { i: "/", r: "/review", d: "/reports", p: "/parties", l: "/log", "?": "/keys" };
    if (body.dataset.leading === "g" && where[event.key]) { location.assign(where[event.key]); return; }
    body.dataset.leading = event.key === "g" ? "g" : "";
    if (event.key === "?") { location.assign("/keys"); return; }
    var target = Array.prototype.find.call(document.querySelectorAll("[data-key]"), function (node) {
      return node.dataset.key === event.key && !node.disabled && node.offsetParent !== null;
    });
    if (target) { event.preventDefault(); target.click(); if (!/^(BUTTON|A)$/.test(target.tagName)) { target.focus(); } }
  });

  window.stemma = { say: say, close: close };
}());
