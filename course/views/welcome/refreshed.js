// Tells Python when the reader comes back to this page, so that what it shows is of now.
export default {
  render({ model, el }) {
    let away = false;
    const watch = new IntersectionObserver(([seen]) => {
      const here = seen.isIntersecting || seen.boundingClientRect.width > 0;
      if (here && away) {
        model.set("returns", model.get("returns") + 1);
        model.save_changes();
      }
      away = !here;
    });
    el.style.height = "1px";
    watch.observe(el);
    return () => watch.disconnect();
  },
};
