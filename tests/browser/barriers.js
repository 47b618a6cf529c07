// Looks for what axe does not measure, in the notebook that is shown: { focus: [...], cut: [...] }.
() => {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const frames = [...document.querySelectorAll(".jp-NotebookPanel:not(.lm-mod-hidden) .course-frame")].filter(shown);
  const name = (element) => `${element.tagName.toLowerCase()}.${[...element.classList].join(".")} “${(element.ariaLabel || element.textContent || "").trim().slice(0, 40)}”`;

  const CONTROLS = "button, input, select, textarea, summary, a[href], [tabindex='0']";
  const hasRing = (element) => {
    for (let part = element, level = 0; part && level < 3; part = part.parentElement, level += 1) {
      const { outlineStyle, outlineWidth } = getComputedStyle(part);
      if (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) return true;
    }
    return false;
  };
  const focus = new Set();
  for (const control of frames.flatMap((frame) => [...frame.querySelectorAll(CONTROLS)])) {
    if (!shown(control) || control.disabled || control.closest(".cm-editor")) continue;
    control.focus({ preventScroll: true });
    if (document.activeElement === control && !hasRing(control)) focus.add(name(control));
  }

  const SCROLLS = new Set(["auto", "scroll"]);
  const cut = new Set();
  for (const frame of frames) {
    const edge = frame.closest(".jp-OutputArea-output, .jp-Cell").getBoundingClientRect().right + 1;
    for (const part of frame.querySelectorAll("*")) {
      if (!shown(part) || part.getBoundingClientRect().right <= edge || part.getBoundingClientRect().width === 0) continue;
      let scroller = part.parentElement;
      while (scroller && scroller !== frame && !SCROLLS.has(getComputedStyle(scroller).overflowX)) scroller = scroller.parentElement;
      if (!scroller || scroller === frame) cut.add(name(part));
    }
  }
  return { focus: [...focus], cut: [...cut] };
}
