(function () {
  "use strict";
  var form = document.getElementById("search");
  var text = document.getElementById("text");
  var outcome = document.getElementById("outcome");
  var shown = document.getElementById("shown");
  var rows = Array.prototype.slice.call(document.querySelectorAll("#tasks tbody tr"));
  function filter() {
    var words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    var count = 0;
    rows.forEach(function (row) {
      var content = row.textContent.toLowerCase();
      var fits = (!outcome.value || row.dataset.outcome === outcome.value) &&
        words.every(function (word) { return content.indexOf(word) >= 0; });
      row.hidden = !fits;
      count += fits ? 1 : 0;
    });
    shown.textContent = count + " of " + rows.length;
  }
  form.hidden = false;
  text.addEventListener("input", filter);
  outcome.addEventListener("change", filter);
  filter();
})();
