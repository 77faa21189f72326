// Everything works without this file. It starts the components, and says aloud what htmx has renewed.
const components = import(document.getElementById("govuk-module").href);

function start(scope) {
  components.then(({ initAll }) => initAll({ scope })).catch(() => document.body.classList.remove("js-enabled"));
}

function say(words) {
  const place = document.getElementById("said");
  if (place && words && place.textContent !== words) place.textContent = words;
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
start(document);

document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt === document.body) return;
  start(event.detail.elt);
  say(event.detail.elt.dataset.say);
});

// A session that has ended answers with the sign-in page: it must not land inside a list.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  const answered = xhr.responseURL ? new URL(xhr.responseURL).pathname : "";
  if (answered.includes("/login/") && !requestConfig.path.includes("/login/")) {
    event.detail.shouldSwap = false;
    window.location.reload();
  }
});

document.addEventListener("htmx:sendError", () => say("The office cannot be reached. What you see may be old."));
document.addEventListener("htmx:responseError", () => say("That did not work. Load the page again."));

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-closes][open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-closes]")));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details[data-closes][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
