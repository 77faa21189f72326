// The page works without this file. It stops the ordinary ways to copy; the supervisor sees the others.
for (const name of ["copy", "cut", "contextmenu", "dragstart"]) {
  document.addEventListener(name, (event) => {
    if (!event.target.closest?.("input")) event.preventDefault();
  });
}
