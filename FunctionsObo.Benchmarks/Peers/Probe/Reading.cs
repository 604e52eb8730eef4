using System.Buffers.Binary;
using System.Globalization;

namespace Probe;

/// <summary>What a process has used so far.</summary>
/// <param name="ProcessorTime">Of all its threads, in user and kernel mode.</param>
/// <param name="AllocatedBytes">On the managed heap, since its start.</param>
/// <param name="HeapBytes">On the managed heap now.</param>
public readonly record struct Reading(TimeSpan ProcessorTime, long AllocatedBytes, long HeapBytes)
{
    private const int Size = 3 * sizeof(long);

    internal static string PipeName(int processId) => string.Create(CultureInfo.InvariantCulture, $"FunctionApp.Benchmarks.{processId}");

    internal static Reading Take(Question question)
    {
        var heap = GC.GetTotalMemory(forceFullCollection: question == Question.CountersAfterCollection);
        return new Reading(Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true), heap);
    }

    internal static Reading Read(Stream stream)
    {
        Span<byte> bytes = stackalloc byte[Size];
        stream.ReadExactly(bytes);
        return new Reading(TimeSpan.FromTicks(Number(bytes, 0)), Number(bytes, 1), Number(bytes, 2));
    }

    internal void Write(Stream stream)
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, ProcessorTime.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[sizeof(long)..], AllocatedBytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[(2 * sizeof(long))..], HeapBytes);
        stream.Write(bytes);
        stream.Flush();
    }

    private static long Number(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadInt64LittleEndian(bytes[(index * sizeof(long))..]);
}
