// A clock that counts up to a length of time and past it, and neither stops nor warns anybody.
const words = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

export default {
  render({ model, el }) {
    const button = document.createElement("button");
    const time = document.createElement("span");
    button.type = "button";
    button.className = "jupyter-button";
    time.setAttribute("role", "timer");
    time.setAttribute("aria-label", "Time so far");
    el.classList.add("course-clock");
    el.append(button, time);
    let begun = 0;
    let ticking = 0;
    const show = () => {
      const seconds = begun ? Math.floor((Date.now() - begun) / 1000) : 0;
      time.textContent = begun ? `${words(seconds)} of about ${words(model.get("seconds"))}` : "";
      button.textContent = begun ? "Put the clock away" : "Start a clock";
    };
    const stop = () => {
      clearInterval(ticking);
      begun = 0;
      show();
    };
    button.addEventListener("click", () => {
      if (begun) return stop();
      begun = Date.now();
      ticking = setInterval(show, 1000);
      show();
    });
    show();
    return stop;
  },
};
