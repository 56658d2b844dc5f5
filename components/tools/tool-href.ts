/** Tool ids may hold slashes and colons: one path segment, encoded. */
export const toolHref = (id: string) => `/tools/${encodeURIComponent(id)}`
