namespace FunctionsObo.TokenStores;

/// <summary>What a store is asked to do, for metrics and the log.</summary>
internal enum StoreOperation
{
    Get,
    Set,
    Claim,
    Release,
    ReadMarks,
    WriteMark,
    ReadSession,
    WriteSession,
    RemoveSession,
}
