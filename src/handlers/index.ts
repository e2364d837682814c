import * as auth from './auth.js';
import * as bills from './bills.js';
import * as events from './events.js';
import * as floor from './floor.js';
import * as kitchen from './kitchen.js';
import * as menu from './menu.js';
import * as orders from './orders.js';
import * as outlets from './outlets.js';
import { Registry } from './registry.js';
import { signUp } from './sign-up.js';
import * as staff from './staff.js';

/** Everything kotd can be told or asked, by resource. */
export function registry(): Registry {
  return new Registry(
    [
      auth.login,
      auth.refresh,
      auth.logout,
      signUp,
      staff.createStaff,
      outlets.createOutlet,
      outlets.patchOutlet,
      outlets.putRouting,
      menu.postItem,
      menu.patchItem,
      menu.postAvailability,
      menu.postCategory,
      menu.postTaxClass,
      floor.postTable,
      floor.postStation,
      orders.postOrder,
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
      bills.postBill,
      bills.postPayment,
      bills.postBillCancel,
    ],
    [
      auth.me,
      staff.listStaff,
      outlets.listOutlets,
      outlets.getOutlet,
      menu.getMenu,
      menu.getItem,
      floor.listTables,
      floor.listStations,
      orders.listOrders,
      orders.getOrder,
      kitchen.orderTickets,
      kitchen.stationTickets,
      kitchen.getTicket,
      bills.listBills,
      bills.getBill,
      bills.dayReport,
      events.getEvents,
    ],
  );
}
