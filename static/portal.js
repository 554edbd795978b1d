// Improves pages that already work without it: GOV.UK Frontend's behaviour, and a filter panel that opens on wide screens.

document.documentElement.classList.add("js")
document.body.classList.add("js-enabled", "govuk-frontend-supported")

const { frontend } = document.querySelector("script[data-frontend]").dataset
const { Button, ErrorSummary, FileUpload, NotificationBanner, PasswordInput, SkipLink, createAll } = await import(frontend)

for (const component of [Button, ErrorSummary, FileUpload, NotificationBanner, PasswordInput, SkipLink]) createAll(component)

// Browsers that cannot show a closed panel's content by style alone get it open where there is room for it.
if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 48em)").matches) {
  for (const panel of document.querySelectorAll(".app-filters")) panel.open = true
}

// Passkeys: the package's scripts say here that the browser's window was closed, or gave no key.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault()
  for (const problem of document.querySelectorAll("[data-passkey-problem]")) problem.hidden = false
})

// Whoever is still writing is not idle: the session hears of it every ten minutes, so that nothing typed is lost.
let told = Date.now()
document.addEventListener("input", () => {
  if (Date.now() - told < 600_000) return
  told = Date.now()
  fetch("/healthz").catch(() => {})
})
