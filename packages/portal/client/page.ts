// For every page: dates in the reader's time zone.
for (const time of document.querySelectorAll("time")) {
  const date = new Date(time.dateTime);
  if (!Number.isNaN(date.getTime()))
    time.textContent = date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
