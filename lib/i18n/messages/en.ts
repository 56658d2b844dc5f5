import common from './en/common.json'
import signIn from './en/signIn.json'
import approvals from './en/approvals.json'
import actions from './en/actions.json'
import activity from './en/activity.json'
import audit from './en/audit.json'
import metrics from './en/metrics.json'
import agents from './en/agents.json'
import tools from './en/tools.json'
import team from './en/team.json'
import account from './en/account.json'
import errors from './en/errors.json'
import demo from './en/demo.json'

/** One file per area; the area is the namespace. */
const messages = { common, signIn, approvals, actions, activity, audit, metrics, agents, tools, team, account, errors, demo }

export default messages
