// A link to a sentence opens it beside the page, with the sentences around it. Without this the link jumps there.
(function () {
  "use strict";
  var panel = document.getElementById("panel");
  var heading = panel.querySelector("h2");
  var gist = panel.querySelector(".gist");
  var joined = panel.querySelector(".joined");
  var quote = panel.querySelector("blockquote");
  var onward = panel.querySelector(".onward a");
  var last = null;

  function byHash(hash) {
    try {
      return document.getElementById(decodeURIComponent(hash.slice(1)));
    } catch (error) {
      return null;
    }
  }

  // A copy of a sentence without ids, so that no id stands twice in the page.
  function copy(node, around) {
    var clone = node.cloneNode(true);
    clone.removeAttribute("id");
    clone.querySelectorAll("[id]").forEach(function (inner) { inner.removeAttribute("id"); });
    if (around) { clone.classList.add("around"); }
    return clone;
  }

  function beside(sentence, step) {
    var node = sentence[step];
    while (node && (node.classList.contains("between") || node.querySelector(".furniture"))) { node = node[step]; }
    return node;
  }

  function show(anchor, link) {
    var sentence = anchor.closest(".s");
    var report = anchor.closest(".document");
    var number = sentence.getAttribute("data-n");
    var before = beside(sentence, "previousElementSibling");
    var after = beside(sentence, "nextElementSibling");
    heading.textContent = report.querySelector("h3").textContent + (number ? " [" + number + "]" : "");
    gist.textContent = anchor.getAttribute("data-gist") || "";
    joined.textContent = anchor.getAttribute("data-joined") || "";
    quote.replaceChildren();
    if (before) { quote.append(copy(before, true), " "); }
    var here = copy(sentence, false);
    quote.append(here);
    if (after) { quote.append(" ", copy(after, true)); }
    var position = Array.prototype.indexOf.call(sentence.querySelectorAll(".anchor"), anchor);
    var piece = here.querySelectorAll(".anchor")[position];
    while (piece && !piece.classList.contains("piece")) { piece = piece.nextElementSibling; }
    if (piece) { piece.classList.add("here"); }
    onward.setAttribute("href", "#" + anchor.id);
    if (last) { last.classList.remove("now"); }
    last = link;
    last.classList.add("now");
    panel.hidden = false;
    document.body.classList.add("beside");
    panel.scrollTop = 0;
    panel.focus({ preventScroll: true });
  }

  // A link to something folded unfolds it, also where the browser does not.
  function unfold(node) {
    for (var outer = node && node.closest("details"); outer; outer = outer.parentElement.closest("details")) {
      outer.open = true;
    }
  }

  function close() {
    if (panel.hidden) { return; }
    panel.hidden = true;
    document.body.classList.remove("beside");
    if (last) { last.classList.remove("now"); last.focus({ preventScroll: true }); }
  }

  document.addEventListener("click", function (event) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) { return; }
    if (event.target.closest(".close")) { close(); return; }
    var link = event.target.closest("a[href^='#']");
    if (!link) { return; }
    if (panel.contains(link)) { close(); return; }
    var anchor = byHash(link.getAttribute("href"));
    unfold(anchor);
    if (!anchor || !anchor.classList.contains("anchor")) { return; }
    event.preventDefault();
    history.replaceState(null, "", link.getAttribute("href"));
    show(anchor, link);
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { close(); } });

  function arrived() { unfold(byHash(location.hash)); }
  window.addEventListener("hashchange", arrived);
  arrived();

  // On paper nothing is folded.
  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = Array.from(document.querySelectorAll("details.fold:not([open])"));
    folded.forEach(function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (details) { details.open = false; });
  });
}());
