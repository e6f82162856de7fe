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
  // What is typed differs from what the page came with.
  const changed = (field) =>
    field.type === "checkbox" || field.type === "radio"
      ? field.checked !== field.defaultChecked
      : field.options
        ? [...field.options].some((one) => one.selected !== one.defaultSelected)
        : field.type !== "hidden" && field.type !== "file" && field.value !== field.defaultValue;
  const typed = () =>
    [...document.querySelectorAll("main form[method=post]")].find((form) =>
      [...form.elements].some((field) => field.name && changed(field)),
    );
  // Kept for whoever typed it, never done: the address only keeps.
  const keeping = (form, address) => {
    const { pathname } = new URL(form.getAttribute("action"), location);
    return `${address}?form=${encodeURIComponent(pathname)}`;
  };
  const keep = (form, address = dialog.dataset.keep, rest = "") => {
    for (const file of form.querySelectorAll("input[type=file]")) file.disabled = true;
    form.setAttribute("action", keeping(form, address) + rest);
    form.submit();
  };
  let isLeaving = false;
  const leave = () => {
    if (isLeaving) return;
    isLeaving = true;
    const form = typed();
    if (form) return keep(form);
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

  const { lang } = document.documentElement;
  for (const link of document.querySelectorAll(".switch a"))
    link.addEventListener("click", (event) => {
      const form = typed();
      if (!form) return;
      event.preventDefault();
      keep(form, dialog.dataset.keep.replace(`/${lang}/`, `/${link.hreflang}/`), "&back=yes");
    });
  const out = document.querySelector("header form");
  out?.addEventListener("submit", async (event) => {
    const form = typed();
    if (!form) return;
    event.preventDefault();
    const said = new FormData(form);
    for (const file of form.querySelectorAll("input[type=file]")) said.delete(file.name);
    const body = new URLSearchParams(said);
    try {
      await fetch(keeping(form, dialog.dataset.keep), { method: "POST", body, redirect: "manual" });
    } finally {
      out.submit();
    }
  });
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
