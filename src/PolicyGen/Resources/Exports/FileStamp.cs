namespace PolicyGen.Resources.Exports;

/// <summary>A file as it was when it was scanned. What is found in it by offset holds only as long as it does not change.</summary>
/// <param name="Path">The file.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Written">Time of the last change.</param>
internal sealed record FileStamp(string Path, long Length, DateTime Written)
{
    /// <summary>Takes the stamp of a file.</summary>
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        return new FileStamp(path, file.Length, file.LastWriteTimeUtc);
    }

    /// <summary>Reads bytes, if the file is as it was.</summary>
    public bool TryRead(long offset, Span<byte> target, out string fault)
    {
        try
        {
            using var file = File.OpenHandle(Path);
            fault = "The file changed while it was read.";
            if (RandomAccess.GetLength(file) != Length || File.GetLastWriteTimeUtc(file) != Written)
                return false;
            while (target.Length > 0)
            {
                var read = RandomAccess.Read(file, target, offset);
                if (read == 0)
                    return false;
                target = target[read..];
                offset += read;
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = $"The file cannot be read: {e.Message}";
            return false;
        }
    }
}
