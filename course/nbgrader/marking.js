// Adds up the marks of one exercise into formgrader's score, and keeps them in the first line of its comment.
(() => {
  const sheet = document.currentScript.parentElement;
  const START = "Marks: ";
  const highest = 3;
  addEventListener("load", () => {
    const score = document.getElementById(sheet.dataset.grade);
    const comment = document.getElementById(`${sheet.dataset.grade}-comment`);
    if (!score || !comment) return;
    const groups = [...sheet.querySelectorAll("tr")].map((row) => [...row.querySelectorAll("input")]);
    const marks = () => groups.map((group) => group.find((choice) => choice.checked)?.value ?? "–");
    const lines = () => comment.value.split("\n");
    const save = (field, value) => {
      field.value = value;
      jQuery(field).trigger("change");
    };
    const say = () => {
      const open = marks().filter((mark) => mark === "–").length;
      sheet.querySelector("[role=status]").textContent = open ? `${open} of ${groups.length} criteria are open.` : "";
    };
    const choose = () => {
      const rest = lines()[0].startsWith(START) ? lines().slice(1) : lines();
      save(comment, [START + marks().join(" "), ...rest].join("\n").trimEnd());
      const chosen = groups.flat().filter((choice) => choice.checked);
      if (chosen.length === groups.length) {
        const sum = chosen.reduce((total, choice) => total + (choice.dataset.weight * choice.value) / highest, 0);
        save(score, Number(sum.toFixed(2)));
      }
      say();
    };
    const restore = () => {
      if (!lines()[0].startsWith(START)) return;
      const saved = lines()[0].slice(START.length).split(" ");
      groups.forEach((group, at) => group.forEach((choice) => (choice.checked = choice.value === saved[at])));
      say();
    };
    groups.flat().forEach((choice) => choice.addEventListener("change", choose));
    jQuery(document).ajaxStop(restore);
    say();
  });
})();
