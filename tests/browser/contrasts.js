// Measures the contrast of every piece of text in the editors and their popups, as it is seen: [text, ratio].
() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const mixed = (...layers) => {  // the colour that is seen, the first layer lying lowest
    canvas.clearRect(0, 0, 1, 1);
    for (const layer of layers) { canvas.fillStyle = layer; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => rgb.map((one) => one / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    .reduce((sum, one, index) => sum + one * [0.2126, 0.7152, 0.0722][index], 0);
  const ratio = (text, ...under) => {
    const [low, high] = [light(mixed(...under)), light(mixed(...under, text))].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const style = (element, part) => getComputedStyle(element, part);
  const page = style(document.body).backgroundColor;
  const found = [];
  const text = ".cm-line, .cm-line *, .cm-lineNumbers *";
  for (const part of document.querySelectorAll(`.jp-OutputArea :is(${text})`)) {
    const under = style(part.closest(".cm-editor")).backgroundColor;
    found.push([part.textContent, ratio(style(part).color, page, under)]);
    if (!part.closest(".cm-line")) continue;
    const selection = style(part, "::selection").backgroundColor;
    found.push([`selected ${part.textContent}`, ratio(style(part).color, page, under, selection)]);
  }
  for (const part of document.querySelectorAll(".cm-tooltip li, .cm-tooltip li *, .cm-completionInfo")) {
    const row = part.closest("li[aria-selected]");
    const under = [page, style(part.closest(".cm-tooltip")).backgroundColor, ...(row ? [style(row).backgroundColor] : [])];
    found.push([part.textContent, ratio(style(part).color, ...under)]);
  }
  return found;
}
