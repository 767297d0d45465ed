import koffi, { type TypeObject } from 'koffi';

/**
 * The binary interface of PKCS#11: CK_ULONG is C's `unsigned long`, 64 bits on Linux and 32 on Windows, where
 * structures are packed to one byte besides. Calls run on a thread of their own, so that a driver that hangs does
 * not silence the process; callers make them one at a time.
 */
export type CallPkcs11 = (name: FunctionName, ...args: readonly unknown[]) => Promise<void>;

/** A return value other than CKR_OK. */
export class Pkcs11Error extends Error {
  readonly returnValue: number;
  constructor(functionName: string, returnValue: number) {
    super(`${functionName}: 0x${returnValue.toString(16)}`);
    this.returnValue = returnValue;
  }
}

/** Place in CK_FUNCTION_LIST, which every module has; exporting the functions by name is not required. */
const functionPlaces = {
  C_Initialize: 0,
  C_Finalize: 1,
  C_GetSlotList: 4,
  C_GetSlotInfo: 5,
  C_GetTokenInfo: 6,
  C_GetMechanismInfo: 8,
  C_OpenSession: 12,
  C_Login: 18,
  C_Logout: 19,
  C_GetAttributeValue: 24,
  C_FindObjectsInit: 26,
  C_FindObjects: 27,
  C_FindObjectsFinal: 28,
  C_SignInit: 42,
  C_Sign: 43,
} as const;
type FunctionName = keyof typeof functionPlaces;

const ulong = 'unsigned long';
const pointer = 'void *';

/** Anonymous types: named ones would collide in koffi's one register when a second module is loaded. */
function structure(packed: boolean, members: Record<string, string | TypeObject>): TypeObject {
  return packed ? koffi.pack(members) : koffi.struct(members);
}

const bytes = (length: number): TypeObject => koffi.array('uint8', length, 'Typed');

/** @param packed as on Windows */
export function pssParametersType(packed: boolean): TypeObject {
  return structure(packed, { hashAlg: ulong, mgf: ulong, sLen: ulong });
}

function slotInfoType(packed: boolean): TypeObject {
  return structure(packed, {
    slotDescription: bytes(64),
    manufacturerID: bytes(32),
    flags: ulong,
    hardwareVersion: bytes(2),
    firmwareVersion: bytes(2),
  });
}

function tokenInfoType(packed: boolean): TypeObject {
  return structure(packed, {
    label: bytes(32),
    manufacturerID: bytes(32),
    model: bytes(16),
    serialNumber: bytes(16),
    flags: ulong,
    ulMaxSessionCount: ulong,
    ulSessionCount: ulong,
    ulMaxRwSessionCount: ulong,
    ulRwSessionCount: ulong,
    ulMaxPinLen: ulong,
    ulMinPinLen: ulong,
    ulTotalPublicMemory: ulong,
    ulFreePublicMemory: ulong,
    ulTotalPrivateMemory: ulong,
    ulFreePrivateMemory: ulong,
    hardwareVersion: bytes(2),
    firmwareVersion: bytes(2),
    utcTime: bytes(16),
  });
}

function initializeArgumentsType(packed: boolean): TypeObject {
  return structure(packed, {
    CreateMutex: pointer,
    DestroyMutex: pointer,
    LockMutex: pointer,
    UnlockMutex: pointer,
    flags: ulong,
    pReserved: pointer,
  });
}

function parameterTypes(packed: boolean): Readonly<Record<FunctionName, readonly unknown[]>> {
  const attribute = structure(packed, { type: ulong, pValue: pointer, ulValueLen: ulong });
  const mechanism = structure(packed, { mechanism: ulong, pParameter: pointer, ulParameterLen: ulong });
  const mechanismInfo = structure(packed, { ulMinKeySize: ulong, ulMaxKeySize: ulong, flags: ulong });
  const out = (type: string | TypeObject): unknown => koffi.out(koffi.pointer(type));
  const inout = (type: string | TypeObject): unknown => koffi.inout(koffi.pointer(type));
  const input = (type: string | TypeObject): unknown => koffi.pointer(type);
  return {
    C_Initialize: [input(initializeArgumentsType(packed))],
    C_Finalize: [pointer],
    C_GetSlotList: ['uint8', out(ulong), inout(ulong)],
    C_GetSlotInfo: [ulong, out(slotInfoType(packed))],
    C_GetTokenInfo: [ulong, out(tokenInfoType(packed))],
    C_GetMechanismInfo: [ulong, ulong, out(mechanismInfo)],
    C_OpenSession: [ulong, ulong, pointer, pointer, out(ulong)],
    C_Login: [ulong, ulong, pointer, ulong],
    C_Logout: [ulong],
    C_GetAttributeValue: [ulong, ulong, inout(attribute), ulong],
    C_FindObjectsInit: [ulong, input(attribute), ulong],
    C_FindObjects: [ulong, out(ulong), ulong, out(ulong)],
    C_FindObjectsFinal: [ulong],
    C_SignInit: [ulong, input(mechanism), ulong],
    C_Sign: [ulong, pointer, ulong, pointer, inout(ulong)],
  };
}

/**
 * Loads the module and binds the functions that signing in needs.
 * @param packed as on Windows
 */
export function bindModule(path: string, packed: boolean): CallPkcs11 {
  const listType = structure(packed, { version: bytes(2), functions: koffi.array(pointer, 44) });
  const getFunctionList = koffi
    .load(path)
    .func('C_GetFunctionList', ulong, [koffi.out(koffi.pointer(pointer))]);
  const listPointer: unknown[] = [null];
  const outcome = Number(getFunctionList(listPointer));
  if (outcome !== 0) throw new Pkcs11Error('C_GetFunctionList', outcome);
  const list = koffi.decode(listPointer[0], listType) as { readonly functions: readonly unknown[] };

  const parameters = parameterTypes(packed);
  const functions = new Map<FunctionName, (...args: readonly unknown[]) => void>();
  for (const [key, place] of Object.entries(functionPlaces)) {
    const name = key as FunctionName;
    const prototype = koffi.proto(ulong, parameters[name] as never);
    const native = koffi.decode(list.functions[place], prototype) as { async: (...args: unknown[]) => void };
    functions.set(name, native.async);
  }
  return (name, ...args) =>
    new Promise((resolve, reject) => {
      functions.get(name)?.(...args, (error: Error | null, returnValue: number | bigint) => {
        if (error) reject(error);
        else if (Number(returnValue) === 0) resolve();
        else reject(new Pkcs11Error(name, Number(returnValue)));
      });
    });
}
