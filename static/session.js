// Warns two minutes before the session ends and lets it go on without leaving the page.
// Without this script the foot of the page says the same and leads to the same address.
"use strict";
(() => {
  // Seconds before the end.
  const WARNING = 120;
  const dialog = document.getElementById("session");
  const more = dialog.querySelector("[data-session-more]");
  const tabs = new BroadcastChannel("session");
  let end = Date.now() + Number(dialog.dataset.seconds) * 1000;
  let closed = false;

  const tell = (told, last) => {
    for (const place of document.querySelectorAll("[data-session-told]")) place.textContent = told;
    more.hidden = last;
  };
  const goOn = ({ until, told, last }) => {
    if (until <= end) return;
    end = until;
    closed = false;
    tell(told, last);
    dialog.close();
  };
  const leave = () => {
    const here = location.pathname + location.search;
    location.replace(`${dialog.dataset.over}?next=${encodeURIComponent(here)}`);
  };
  const look = () => {
    const left = (end - Date.now()) / 1000;
    if (left <= 0) leave();
    else if (left <= WARNING && !dialog.open && !closed) dialog.showModal();
  };
  const ask = async () => {
    more.disabled = true;
    try {
      const answer = await fetch(dialog.dataset.stay, {
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect") return leave();
      const { seconds, told, last } = await answer.json();
      const news = { until: Date.now() + seconds * 1000, told, last };
      goOn(news);
      tabs.postMessage(news);
    } finally {
      more.disabled = false;
    }
  };

  more.hidden = "last" in dialog.dataset;
  more.addEventListener("click", ask);
  // Who closes the message has read it, and is not told again before the session is renewed.
  dialog.addEventListener("cancel", () => (closed = true));
  dialog.querySelector("[data-session-close]").addEventListener("click", () => {
    closed = true;
    dialog.close();
  });
  tabs.addEventListener("message", ({ data }) => goOn(data));
  tabs.postMessage({
    until: end,
    told: dialog.querySelector("[data-session-told]").textContent,
    last: more.hidden,
  });
  document.addEventListener("visibilitychange", look);
  setInterval(look, 1000);
})();
