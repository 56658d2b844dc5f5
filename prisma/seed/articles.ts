export const articles = [
  { id: 'KB-01', title: 'Return window', body: 'Goods may be returned within 30 days of delivery. Refunds go to the original means of payment.' },
  { id: 'KB-02', title: 'Damaged on arrival', body: 'Ask for one photo of the damage and one of the box. Refund in full; the customer keeps the item below $50.' },
  { id: 'KB-03', title: 'Late delivery', body: 'After 10 working days the customer may choose between waiting with free shipping and a full refund.' },
  { id: 'KB-04', title: 'Warranty', body: 'Two years on electronics, five on furniture. Open a ticket with the serial number.' },
  { id: 'KB-05', title: 'Changing an address', body: 'Possible until the order is shipped. Open a ticket; the warehouse confirms within two hours.' },
  { id: 'KB-06', title: 'Invoices', body: 'Business customers find invoices in their account. Corrections need a ticket with the tax number.' },
] as const
