// On a report: who says it and where it goes back to, on hover and by keyboard; words that are chosen go into the form.
(function () {
  "use strict";
  var text = document.querySelector(".text[data-doc]");
  if (!text) { return; }
  var form = document.querySelector("form.missed");
  var tip = document.createElement("div");
  tip.className = "tip";
  tip.id = "tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  document.body.append(tip);

  function show(piece) {
    tip.textContent = piece.dataset.tip;
    tip.hidden = false;
    piece.setAttribute("aria-describedby", "tip");
    var box = piece.getClientRects()[0] || piece.getBoundingClientRect();
    var left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
    var above = box.top - tip.offsetHeight - 8;
    tip.style.left = Math.max(8, left) + window.scrollX + "px";
    tip.style.top = (above > 0 ? above : box.bottom + 8) + window.scrollY + "px";
  }
  function hide(event) { tip.hidden = true; event.target.removeAttribute && event.target.removeAttribute("aria-describedby"); }

  ["mouseover", "focusin"].forEach(function (name) {
    text.addEventListener(name, function (event) {
      var piece = event.target.closest("[data-tip]");
      if (piece) { show(piece); }
    });
  });
  ["mouseout", "focusout"].forEach(function (name) { text.addEventListener(name, hide); });

  // Offsets are code points of the text as received: that of the piece, and what stands before the place in it.
  function offset(node, at) {
    var piece = (node.nodeType === 1 ? node : node.parentElement).closest(".piece");
    if (!piece || !text.contains(piece)) { return null; }
    var range = document.createRange();
    range.setStart(piece, 0);
    range.setEnd(node, at);
    return Number(piece.dataset.at) + Array.from(range.toString()).length;
  }

  document.addEventListener("selectionchange", function () {
    var chosen = document.getSelection();
    if (!form || !chosen || chosen.isCollapsed || !chosen.rangeCount) { return; }
    var range = chosen.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) { return; }
    var start = offset(range.startContainer, range.startOffset);
    var end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) { return; }
    form.elements.start.value = start;
    form.elements.end.value = end;
    form.elements.words.value = chosen.toString();
    form.classList.add("chosen");
  });
  // Words that somebody writes over are looked for in the text again.
  if (form) {
    form.elements.words.addEventListener("input", function () {
      form.elements.start.value = form.elements.end.value = "";
    });
  }
}());
