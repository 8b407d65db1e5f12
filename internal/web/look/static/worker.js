// Keeps the frame of the pages, and one page that says that there is no connection.
// Nothing else is ever put away: what is about someone is asked for each time.
"use strict";
const shell = SHELL;
const kept = "eendracht-VERSION";
const away = "/offline/" + (new URL(self.location).searchParams.get("lang") || "nl");

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(kept).then((cache) => cache.addAll([...shell, away])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name !== kept).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(away)));
  } else if (shell.includes(new URL(request.url).pathname)) {
    event.respondWith(caches.match(request).then((found) => found || fetch(request)));
  }
});
