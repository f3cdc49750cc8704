/** The id, on the page of its niche, of the element that shows a theme. */
export function themeAnchor(themeId: string): string {
  return `theme-${themeId}`;
}
