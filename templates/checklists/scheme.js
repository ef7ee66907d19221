// The site keeps the reader's choice of colours; without one, the device's setting counts.
(function () {
  "use strict";
  try {
    const kept = localStorage.getItem(new URL("..", location.href).pathname + ".__palette");
    const scheme = kept && JSON.parse(kept).color.scheme;
    if (scheme) document.documentElement.dataset.scheme = scheme;
  } catch {
    // Nothing can be read here: the device's setting counts.
  }
})();
