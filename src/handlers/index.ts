import * as approvals from './approvals.js';
import * as audit from './audit.js';
import * as auth from './auth.js';
import * as bills from './bills.js';
import * as devices from './devices.js';
import * as events from './events.js';
import * as floor from './floor.js';
import * as kitchen from './kitchen.js';
import * as menu from './menu.js';
import * as menuFile from './menu-file.js';
import * as parts from './menu-parts.js';
import * as orders from './orders.js';
import * as outlets from './outlets.js';
import * as pairing from './pairing.js';
import * as people from './people.js';
import * as pins from './pins.js';
import { Registry } from './registry.js';
import * as reports from './reports.js';
import { signUp } from './sign-up.js';
import * as staff from './staff.js';
import { unseenTicket } from './unseen.js';

/** Everything kotd can be told or asked, by resource. */
export function registry(): Registry {
  return new Registry(
    [
      auth.login,
      auth.refresh,
      auth.logout,
      pairing.postPair,
      pins.postPin,
      signUp,
      staff.createStaff,
      staff.patchStaff,
      staff.putPassword,
      pins.putPin,
      outlets.createOutlet,
      outlets.patchOutlet,
      outlets.putRouting,
      devices.postDevice,
      devices.postCode,
      devices.postRevoke,
      menu.postItem,
      menu.patchItem,
      menu.postAvailability,
      parts.postCategory,
      parts.patchCategory,
      parts.postTaxClass,
      parts.patchTaxClass,
      parts.putMenuOrder,
      menuFile.postImport,
      floor.postTable,
      floor.patchTable,
      floor.postStation,
      floor.patchStation,
      orders.postOrder,
      orders.patchOrder,
      orders.postLines,
      orders.patchLine,
      orders.calculate,
      kitchen.postSend,
      kitchen.postVoid,
      kitchen.postTransfer,
      kitchen.postMerge,
      kitchen.postCancel,
      kitchen.startTicket,
      kitchen.readyTicket,
      kitchen.bumpTicket,
      kitchen.recallTicket,
      kitchen.postShown,
      bills.postBill,
      bills.postPayment,
      bills.postBillCancel,
      bills.postPrint,
      approvals.postApproval,
    ],
    [
      auth.me,
      pairing.getDevice,
      staff.listStaff,
      outlets.listOutlets,
      outlets.getOutlet,
      devices.listDevices,
      people.listPeople,
      menu.getMenu,
      menu.getItem,
      menuFile.getExport,
      floor.listTables,
      floor.listStations,
      orders.listOrders,
      orders.getOrder,
      kitchen.orderTickets,
      kitchen.stationTickets,
      kitchen.getTicket,
      bills.listBills,
      bills.getBill,
      bills.listPrints,
      reports.dayReport,
      events.getEvents,
      audit.listAudit,
    ],
    [unseenTicket],
  );
}
