import koffi, { type TypeObject } from 'koffi';

/** Calls run on a thread of their own, so that a driver that hangs does not silence the process. One at a time. */
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

const pointer = 'void *';

const bytes = (length: number): TypeObject => koffi.array('uint8', length, 'Typed');

/**
 * The binary interface of PKCS#11: CK_ULONG is C's `unsigned long`, 64 bits on Linux and 32 on Windows, where
 * structures are packed to one byte besides. Making it takes a moment, and no module: it is made beforehand.
 */
export interface Pkcs11Interface {
  /** Type of CK_ULONG. */
  readonly ulong: string;
  readonly types: ReturnType<typeof structures>;
  readonly functionList: TypeObject;
  readonly prototypes: Readonly<Record<FunctionName, TypeObject>>;
}

export function pkcs11Interface(platform: NodeJS.Platform = process.platform): Pkcs11Interface {
  const packed = platform === 'win32';
  const ulong = packed ? 'uint32' : 'unsigned long';
  const types = structures(packed, ulong);
  const parameters = parameterTypes(types, ulong);
  const names = Object.keys(functionPlaces) as FunctionName[];
  const prototypes = names.map((name) => [name, koffi.proto(ulong, parameters[name] as never)] as const);
  const structure = packed ? koffi.pack : koffi.struct;
  const functionList = structure({ version: bytes(2), functions: koffi.array(pointer, 44) });
  return {
    ulong,
    types,
    functionList,
    prototypes: Object.fromEntries(prototypes) as Record<FunctionName, TypeObject>,
  };
}

/** Anonymous types: named ones would collide in koffi's one register when they are made a second time. */
function structures(packed: boolean, ulong: string) {
  const structure = packed ? koffi.pack : koffi.struct;
  const versions = { hardwareVersion: bytes(2), firmwareVersion: bytes(2) };
  return {
    slotInfo: structure({
      slotDescription: bytes(64),
      manufacturerID: bytes(32),
      flags: ulong,
      ...versions,
    }),
    tokenInfo: structure({
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
      ...versions,
      utcTime: bytes(16),
    }),
    initializeArguments: structure({
      CreateMutex: pointer,
      DestroyMutex: pointer,
      LockMutex: pointer,
      UnlockMutex: pointer,
      flags: ulong,
      pReserved: pointer,
    }),
    attribute: structure({ type: ulong, pValue: pointer, ulValueLen: ulong }),
    mechanism: structure({ mechanism: ulong, pParameter: pointer, ulParameterLen: ulong }),
    mechanismInfo: structure({ ulMinKeySize: ulong, ulMaxKeySize: ulong, flags: ulong }),
    pssParameters: structure({ hashAlg: ulong, mgf: ulong, sLen: ulong }),
  };
}

function parameterTypes(
  types: ReturnType<typeof structures>,
  ulong: string,
): Readonly<Record<FunctionName, readonly unknown[]>> {
  const out = (type: string | TypeObject): unknown => koffi.out(koffi.pointer(type));
  const inout = (type: string | TypeObject): unknown => koffi.inout(koffi.pointer(type));
  const input = (type: string | TypeObject): unknown => koffi.pointer(type);
  return {
    C_Initialize: [input(types.initializeArguments)],
    C_Finalize: [pointer],
    C_GetSlotList: ['uint8', out(ulong), inout(ulong)],
    C_GetSlotInfo: [ulong, out(types.slotInfo)],
    C_GetTokenInfo: [ulong, out(types.tokenInfo)],
    C_GetMechanismInfo: [ulong, ulong, out(types.mechanismInfo)],
    C_OpenSession: [ulong, ulong, pointer, pointer, out(ulong)],
    C_Login: [ulong, ulong, pointer, ulong],
    C_Logout: [ulong],
    C_GetAttributeValue: [ulong, ulong, inout(types.attribute), ulong],
    C_FindObjectsInit: [ulong, input(types.attribute), ulong],
    C_FindObjects: [ulong, out(ulong), ulong, out(ulong)],
    C_FindObjectsFinal: [ulong],
    C_SignInit: [ulong, input(types.mechanism), ulong],
    C_Sign: [ulong, pointer, ulong, pointer, inout(ulong)],
  };
}

/** Loads the module and binds the functions that signing in needs. */
export function bindModule(path: string, { ulong, functionList, prototypes }: Pkcs11Interface): CallPkcs11 {
  const library = koffi.load(path);
  const getFunctionList = library.func('C_GetFunctionList', ulong, [koffi.out(koffi.pointer(pointer))]);
  const listPointer: unknown[] = [null];
  const outcome = Number(getFunctionList(listPointer));
  if (outcome !== 0) throw new Pkcs11Error('C_GetFunctionList', outcome);
  const list = koffi.decode(listPointer[0], functionList) as { readonly functions: readonly unknown[] };

  const functions = new Map<FunctionName, (...args: readonly unknown[]) => void>();
  for (const [key, place] of Object.entries(functionPlaces)) {
    const name = key as FunctionName;
    const native = koffi.decode(list.functions[place], prototypes[name]) as {
      async: (...args: unknown[]) => void;
    };
    functions.set(name, native.async);
  }
  // koffi unloads a library that nobody holds, under functions that were found through its list.
  const bound = { library, functions };
  return (name, ...args) =>
    new Promise((resolve, reject) => {
      bound.functions.get(name)?.(...args, (error: Error | null, returnValue: number | bigint) => {
        if (error) reject(error);
        else if (Number(returnValue) === 0) resolve();
        else reject(new Pkcs11Error(name, Number(returnValue)));
      });
    });
}
