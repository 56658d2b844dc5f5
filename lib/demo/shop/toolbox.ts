import type { ToolName } from '@/prisma/seed/tools'
import { createTicket } from './create-ticket'
import { customerInfo } from './customer-info'
import { exportCustomers } from './export-customers'
import { issueRefund } from './issue-refund'
import { lookupOrder } from './lookup-order'
import { restartService } from './restart-service'
import { searchArticles } from './search-articles'
import type { ShopTool } from './tool'
import { viewHealth } from './view-health'
import { viewLogs } from './view-logs'

/** What each tool of the catalogue really does. */
export const toolbox: Record<ToolName, ShopTool> = {
  create_support_ticket: createTicket,
  search_knowledge_base: searchArticles,
  lookup_order: lookupOrder,
  issue_refund: issueRefund,
  get_customer_info: customerInfo,
  restart_service: restartService,
  view_logs: viewLogs,
  view_health: viewHealth,
  export_customer_data: exportCustomers,
}
