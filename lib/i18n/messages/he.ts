import common from './he/common.json'
import signIn from './he/signIn.json'
import approvals from './he/approvals.json'
import actions from './he/actions.json'
import activity from './he/activity.json'
import audit from './he/audit.json'
import metrics from './he/metrics.json'
import agents from './he/agents.json'
import tools from './he/tools.json'
import team from './he/team.json'
import account from './he/account.json'
import errors from './he/errors.json'
import demo from './he/demo.json'

/** One file per area; the area is the namespace. */
const messages = { common, signIn, approvals, actions, activity, audit, metrics, agents, tools, team, account, errors, demo }

export default messages
