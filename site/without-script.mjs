// Styles for readers without script: what script would open is open, and what needs script is absent.

export const withoutScript = `
.VPNavBarSearch, .VPNavBarHamburger, .VPNavBarAppearance, .VPNavBarExtra, .VPLocalNav, .VPDocAside, button.copy { display: none !important }
@media (max-width: 959px) {
  .Layout { display: flex; flex-direction: column }
  .VPSidebar { order: 2; position: static !important; transform: none !important; opacity: 1 !important; visibility: visible !important; width: auto !important; max-width: none !important; box-shadow: none !important }
}
@media (max-width: 767px) {
  .VPNavBarMenu { display: flex !important }
  .VPNavBarMenuLink { padding: 0 6px !important; font-size: 13px !important }
}
`.replace(/\s*\n\s*/g, " ");
