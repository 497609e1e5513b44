(function () {
  "use strict";
  var every = function (selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); };
  var find = document.getElementById("find"), family = document.getElementById("family");

  function filterPlans() {
    var words = find.value.trim().toLowerCase().split(/\s+/);
    every("section.plan", function (plan) {
      var text = plan.dataset.words.toLowerCase();
      var shown = words.every(function (word) { return text.indexOf(word) >= 0; });
      every('[data-plan="' + plan.dataset.plan + '"]', function (part) { part.hidden = !shown; });
    });
  }

  function filterFindings() {
    var severities = {};
    every("input[data-severity]", function (box) { severities[box.dataset.severity] = box.checked; });
    every(".rule", function (rule) { rule.hidden = family.value !== "" && rule.dataset.family !== family.value; });
    every("details.severity", function (group) {
      var shown = Object.keys(severities).some(function (one) { return severities[one] && group.classList.contains(one); });
      group.hidden = !shown || !group.querySelector(".rule:not([hidden])");
    });
  }

  find.addEventListener("input", filterPlans);
  family.addEventListener("change", filterFindings);
  every("input[data-severity]", function (box) { box.addEventListener("change", filterFindings); });
  every("button[data-fold]", function (button) {
    button.addEventListener("click", function () {
      every("details.severity, details.table", function (one) { one.open = button.dataset.fold === "open"; });
    });
  });
  document.querySelector(".filters").hidden = false;

  // What is folded on the screen is printed all the same, but for the rest of long lists of quotations.
  var opened = [];
  window.addEventListener("beforeprint", function () {
    every("details:not([open]):not(.more)", function (one) { one.open = true; opened.push(one); });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (one) { one.open = false; });
    opened = [];
  });
})();
