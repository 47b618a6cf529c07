// A journal: for each event the lines of its entry. What is typed is added up at once, per entry and over all accounts.
const JOURNAL_FIRST = 2;

function journalCents(text) {
  const digits = String(text ?? "").replace(/[^\d.,-]/g, "");
  const point = Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","));
  const isPoint = point >= 0 && digits.length - point - 1 <= 2;
  const whole = (isPoint ? digits.slice(0, point) : digits).replace(/[.,]/g, "");
  const value = Number(isPoint ? `${whole || 0}.${digits.slice(point + 1)}` : whole);
  return Number.isNaN(value) ? 0 : Math.round(100 * value);
}

function journalEuro(cents) {
  return (Math.abs(cents) / 100).toFixed(2);
}

CONTROLS.journal = (field, spot) => {
  const { events } = field;
  const accounts = field.accounts.map(([account]) => account);
  const lines = (event) => Object.values(spot.get()?.[event] ?? {});
  const sum = (event, side) => lines(event).reduce((total, line) => total + journalCents(line?.[side]), 0);
  const balances = element("tbody");
  const totals = new Map();

  const follow = () => {
    for (const [event, note] of totals) {
      const [debits, credits] = ["debit", "credit"].map((side) => sum(event, side));
      const state = debits === credits ? "✓ balanced" : "! does not balance";
      note.textContent = debits || credits ? `Debits ${journalEuro(debits)} · credits ${journalEuro(credits)} · ${state}` : "";
      note.classList.toggle("course-journal-off", debits !== credits);
    }
    balances.replaceChildren(...field.accounts.map(([account, holds]) => {
      const all = events.flatMap(([event]) => lines(event)).filter((line) => line?.account === account);
      const cents = all.reduce((total, line) => total + journalCents(line.debit) - journalCents(line.credit), 0);
      return element("tr", {}, element("th", { scope: "row" }, element("code", {}, account)), element("td", {}, holds),
        element("td", { class: "course-journal-sum" }, cents > 0 ? journalEuro(cents) : ""),
        element("td", { class: "course-journal-sum" }, cents < 0 ? journalEuro(cents) : ""));
    }));
  };
  // A change is written to the answer first, then everything below follows.
  const watched = (place) => ({ ...place, set: (value) => { place.set(value); follow(); } });

  const entry = ([event, text], at) => {
    const body = element("tbody");
    const note = element("p", { class: "course-note course-journal-total", role: "status" });
    totals.set(event, note);
    const row = (number) => {
      const place = (name) => watched(spot.inner(event, String(number), name));
      const label = (name) => `${text}, line ${number}, ${name}`;
      const amount = (name) => textBox(place(name), { inputmode: "decimal", class: "course-tiny course-digits", "aria-label": label(`${name} (€)`) });
      return element("tr", {},
        element("td", {}, select(place("account"), accounts, { "aria-label": label("account") })),
        element("td", {}, ...amount("debit")), element("td", {}, ...amount("credit")));
    };
    const shown = () => body.children.length;
    const more = element("button", {
      type: "button", class: "course-journal-more", "aria-label": `Add a line to: ${text}`,
      onclick: () => { body.append(row(shown() + 1)); more.disabled = shown() >= field.lines; body.lastChild.querySelector("select").focus(); },
    }, "Add a line");
    const used = Math.max(JOURNAL_FIRST, ...Object.keys(spot.get()?.[event] ?? {}).map(Number).filter((number) => number <= field.lines));
    for (let number = 1; number <= used; number += 1) body.append(row(number));
    more.disabled = used >= field.lines;
    const head = element("tr", {}, ...["Account", "Debit, €", "Credit, €"].map((name) => element("th", { scope: "col" }, name)));
    return element("section", { class: "course-journal-entry" }, element("p", {}, ...prose(text)),
      element("div", { class: "course-grid", role: "region", "aria-label": `Entry ${at + 1}`, tabindex: "-1" }, element("table", {}, element("thead", {}, head), body)),
      element("div", { class: "course-line" }, more, note));
  };

  const body = events.map(entry);
  const heads = ["Account", "holds", "debit balance, €", "credit balance, €"].map((name) => element("th", { scope: "col" }, name));
  const overview = element("div", { class: "course-grid", role: "region", "aria-label": "Balances of all accounts", tabindex: "-1" },
    element("table", {}, element("caption", {}, "What your entries come to"), element("thead", {}, element("tr", {}, ...heads)), balances));
  follow();
  return group(field, element("div", { class: "course-journal" }, ...body, overview));
};
