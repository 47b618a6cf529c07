// While this page is seen, asks Python every few seconds whether something was saved, also from other notebooks, and at once
// when the reader comes back. A hidden tab has no width and asks nothing; a busy kernel is asked once and not again.
const PAUSE_MS = 2000;
const PATIENCE_MS = 30_000; // then the question counts as lost, as after the connection was

export default {
  render({ model, el }) {
    let asked = 0;
    let isWaiting = false;
    const isSeen = () => el.getBoundingClientRect().width > 0 && document.visibilityState === "visible";
    const ask = () => {
      if (!isSeen() || (isWaiting && Date.now() - asked < PATIENCE_MS)) return;
      isWaiting = true;
      asked = Date.now();
      model.send({ type: "changed?" });
    };
    const answered = () => { isWaiting = false; };
    let width = 0;
    const watch = new ResizeObserver(([seen]) => {
      if (seen.contentRect.width > 0 && width === 0) ask();
      width = seen.contentRect.width;
    });
    el.style.width = "100%";
    el.style.height = "1px";
    watch.observe(el);
    model.on("msg:custom", answered);
    window.addEventListener("focus", ask);
    document.addEventListener("visibilitychange", ask);
    const timer = setInterval(ask, PAUSE_MS);
    return () => {
      clearInterval(timer);
      watch.disconnect();
      model.off("msg:custom", answered);
      window.removeEventListener("focus", ask);
      document.removeEventListener("visibilitychange", ask);
    };
  },
};
