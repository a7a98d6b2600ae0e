// A sentence to choose from goes into the field it belongs to; what stands there already stays.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  const field = button && document.getElementById(button.dataset.fill);
  if (!field) return;
  const sentence = button.textContent.trim();
  if (!field.value.includes(sentence)) field.value = [field.value.trim(), sentence].filter(Boolean).join("\n");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
